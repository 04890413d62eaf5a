/* SPDX-License-Identifier: Apache-2.0 */
/* text.c: what of string.h is not simply the C library's, see offered.h. */
#include "lib/runtime/offered.h"

#include <string.h>

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

int offer_memcmp(const void *a, const void *b, size_t size)
{
    return sign(memcmp(a, b, size));
}

int offer_strcmp(const char *a, const char *b)
{
    return sign(strcmp(a, b));
}

int offer_strncmp(const char *a, const char *b, size_t size)
{
    return sign(strncmp(a, b, size));
}

int offer_strncasecmp(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int left = offer_tolower((unsigned char)a[i]), right = offer_tolower((unsigned char)b[i]);
        if (left != right || !left)
            return sign(left - right);
    }
    return 0;
}

int offer_strcasecmp(const char *a, const char *b)
{
    return offer_strncasecmp(a, b, (size_t)-1);
}

static char *strtok_rest;

char *offer_strtok(char *string, const char *separators)
{
    if (!string && !strtok_rest)
        return NULL;
    return strtok_r(string, separators, &strtok_rest);
}

void strtok_forget(void)
{
    strtok_rest = NULL;
}
