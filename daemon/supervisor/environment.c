/* SPDX-License-Identifier: Apache-2.0 */
/* environment.c: see environment.h. Runs in the supervisor, at its start. */
#include "daemon/supervisor/environment.h"

#include <errno.h>
#include <stdlib.h>

long long environment_number(const char *variable, long long fallback)
{
    const char *text = getenv(variable);
    char *end;
    if (!text)
        return fallback;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    return errno || *text < '0' || *text > '9' || *end ? -1 : value;
}
