/* SPDX-License-Identifier: Apache-2.0 */
/* check.c: see check.h. */
#include "lib/gate/check.h"

#include <string.h>

#include "lib/base/nearest.h"

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

const char *check_apart(enum gate_check check)
{
    if (check == CHECK_UNTESTED)
        return "resynctl gate --mutate runs it";
    if (check == CHECK_DIFFERENTIAL || check == CHECK_MEMORY_SAFETY)
        return "resynctl gate --audit runs it, where gcc or clang is installed";
    return NULL;
}

const char *check_nearest(const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (unsigned check = 0; check < CHECK_COUNT; check++)
        nearest_look(&nearest, check_rows[check].name);
    return nearest.found;
}
