/* SPDX-License-Identifier: Apache-2.0 */
/* check.c: see check.h. */
#include "lib/gate/check.h"

#include <string.h>

const struct check_row check_rows[CHECK_COUNT] = {
#define CHECK(symbol, name, standing, sentence, threshold, repair) \
    {name, STANDING_##standing, sentence, threshold, repair},
#include "lib/gate/check.def"
#undef CHECK
};

enum gate_check check_find(const char *name)
{
    unsigned check = 0;
    while (check < CHECK_COUNT && strcmp(check_rows[check].name, name) != 0)
        check++;
    return (enum gate_check)check;
}
