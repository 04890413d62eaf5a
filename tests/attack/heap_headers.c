/* expect: crash|ok 0|memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_headers.c: overwrites what the heap knows of itself, and frees. */
static double attack(const state *s, rs_answer *answer)
{
    char *first = malloc(64), *second = malloc(64);
    memset(first - 16, 0xff, 160);
    free(second);
    free(first);
    first = realloc(first, 1000);
    malloc(1000);
    return 0;
}
