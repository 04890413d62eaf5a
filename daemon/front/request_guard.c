/* SPDX-License-Identifier: Apache-2.0 */
/* request_guard.c: see request_guard.h. */
#include "daemon/front/request_guard.h"

#include <stdbool.h>
#include <string.h>

enum { ESCAPE_BYTES = 6 /* \uXXXX */ };

/* The code unit of an escape \uXXXX at `at`, or −1 where there is none. */
static int code_unit(const char *at, const char *end)
{
    if (end - at < ESCAPE_BYTES || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < ESCAPE_BYTES; i++) {
        char byte = at[i];
        int digit = byte >= '0' && byte <= '9'   ? byte - '0'
                    : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                    : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low(int unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Past the escape at `at`, which is a pair where it is a proper one. */
static char *mend_escape(char *at, char *end, struct guard_result *result)
{
    int unit = code_unit(at, end);
    if (is_high(unit) && is_low(code_unit(at + ESCAPE_BYTES, end)))
        return at + 2 * ESCAPE_BYTES;
    if (is_high(unit) || is_low(unit)) {
        memcpy(at, "\\ufffd", ESCAPE_BYTES);
        result->surrogates++;
    }
    return end - at < 2 ? end : at + 2;
}

/* Past the closing quote of the string whose first byte is at `at`; NULL where there is none. */
static char *pass_string(char *at, char *end, struct guard_result *result)
{
    while (at < end && *at != '"')
        at = *at == '\\' ? mend_escape(at, end, result) : at + 1;
    return at < end ? at + 1 : NULL;
}

struct guard_result guard_check(char *text, size_t size)
{
    struct guard_result result = {GUARD_PASSED, 0, 0};
    char *end = text + size;
    size_t depth = 0, values = 1;
    for (char *at = text; at < end;) {
        char *here = at++;
        if (*here == '"') {
            at = pass_string(at, end, &result);
            if (!at)
                result.answer = GUARD_UNFINISHED_STRING;
        } else if (*here == '{' || *here == '[') {
            values++;
            if (++depth > JSON_DEPTH_MAX)
                result.answer = GUARD_TOO_DEEP;
        } else if ((*here == '}' || *here == ']') && depth > 0) {
            depth--;
        } else if (*here == ',') {
            values++;
        }
        if (values > JSON_VALUES_MAX)
            result.answer = GUARD_TOO_MANY_VALUES;
        if (result.answer != GUARD_PASSED) {
            result.offset = (size_t)(here - text);
            return result;
        }
    }
    return result;
}
