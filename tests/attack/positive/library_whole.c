/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* library_whole.c: what the library offers, under the filter: text, heap, numbers, formats. */
#define CHECK(condition) \
    if (!(condition))    \
    return rs_reject(answer, "line %d", __LINE__)

static double attack(const state *s, rs_answer *answer)
{
    char room[128], *rest, *copy = strdup("one two three");
    int a = 0, b = 0;
    CHECK(copy && strlen(copy) == 13 && strnlen(copy, 3) == 3);
    CHECK(strcmp(strtok(copy, " "), "one") == 0 && strcmp(strtok(0, " "), "two") == 0);
    CHECK(strcmp(strndup("abcdef", 3), "abc") == 0 && strcasecmp("AbC", "aBc") == 0);
    CHECK(strncasecmp("ABx", "aby", 2) == 0 && strncmp("abx", "aby", 2) == 0);
    strcpy(room, "left");
    strcat(room, " right");
    strncat(room, " and more", 4);
    CHECK(strcmp(room, "left right and") == 0 && strstr(room, "right") == room + 5);
    CHECK(strchr(room, 'l') == room && strrchr(room, 't') == room + 9 && strspn(room, "efl") == 3);
    CHECK(strcspn(room, " ") == 4 && strpbrk(room, "ar") == room + 5);
    memmove(room + 1, room, 5);
    CHECK(memcmp(room, "lleft", 5) == 0 && memchr(room, 'f', 9) == room + 3);
    CHECK(abs(-3) + labs(-4) + llabs(-5) == 12 && div(7, 2).rem == 1 && ldiv(9, 4).quot == 2);
    CHECK(atoi("42") + atol("43") + atoll("44") == 129 && atof("0.5") == 0.5);
    CHECK(strtol("-0x1f", &rest, 16) == -31 && *rest == 0 && strtoul("777", 0, 8) == 511);
    CHECK(strtoll("9223372036854775807", 0, 10) == INT64_MAX);
    CHECK(strtoull("18446744073709551615", 0, 10) == UINT64_MAX && strtof("0.25", 0) == 0.25f);
    CHECK(sscanf("12 and 34", "%d and %d", &a, &b) == 2 && a * b == 408);
    CHECK(snprintf(room, sizeof room, "%05d|%-6s|%x|%+.3e|%c|%%", 42, "ab", 255, 1234.5, 'z') == 30);
    CHECK(strcmp(room, "00042|ab    |ff|+1.234e+03|z|%") == 0);
    CHECK(isalpha('a') && isdigit('7') && !isspace('x') && toupper('q') == 'Q' && ispunct('!'));
    int *grown = realloc(calloc(4, sizeof(int)), 64 * sizeof(int));
    CHECK(grown && grown[3] == 0);
    free(grown);
    return 1;
}
