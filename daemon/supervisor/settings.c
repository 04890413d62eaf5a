/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c: see settings.h. */
#include "daemon/supervisor/settings.h"

#include "daemon/supervisor/options.h"

static int check_address(const char *text, struct error *error)
{
    struct address address;
    return address_parse(&address, text, error);
}

static const struct setting rows[ROWS] = {
#define SETTING(section_, key_, type_, member, change_, ...)                     \
    [ROW_##section_##_##key_] = {.section = #section_,                           \
                                 .key = #key_,                                   \
                                 .type = SETTING_##type_,                        \
                                 .change = SETTING_##change_,                    \
                                 .offset = offsetof(struct options, member),     \
                                 .size = sizeof((struct options *)NULL)->member, \
                                 __VA_ARGS__},
#include "daemon/supervisor/settings.def"
#undef SETTING
};

const struct settings settings = {rows, ROWS};

_Static_assert(sizeof(enum log_level) == sizeof(unsigned) &&
                   sizeof(enum log_style) == sizeof(unsigned) &&
                   sizeof(enum isolation_mode) == sizeof(unsigned) &&
                   sizeof(enum token_need) == sizeof(unsigned),
               "a word's place is stored as an unsigned");
