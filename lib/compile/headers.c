/* SPDX-License-Identifier: Apache-2.0 */
/* headers.c: looks names up in the embedded headers. */
#include "lib/compile/headers.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const struct embedded_header *header_find(const char *name)
{
    for (size_t i = 0; i < embedded_header_count; i++)
        if (strcmp(embedded_headers[i].name, name) == 0)
            return &embedded_headers[i];
    return NULL;
}

static bool in_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* A declaration has the name before an opening bracket; a macro has it after "#define ". */
static bool declares(const char *text, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = strstr(text, name); at != NULL; at = strstr(at + 1, name)) {
        if ((at > text && in_name(at[-1])) || in_name(at[size]))
            continue;
        bool defined = at - text >= 8 && memcmp(at - 8, "#define ", 8) == 0;
        if (defined || at[size] == '(')
            return true;
    }
    return false;
}

const struct embedded_header *header_declaring(const char *name)
{
    if (*name == '\0')
        return NULL;
    for (size_t i = 0; i < embedded_header_count; i++)
        if (declares(embedded_headers[i].text, name))
            return &embedded_headers[i];
    return NULL;
}

void header_names(char *out, size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < embedded_header_count; i++) {
        int written =
            snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", embedded_headers[i].name);
        if (written < 0 || (size_t)written >= size - used)
            return;
        used += (size_t)written;
    }
}
