/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_next.c: include_next past the headers in memory. */
#include_next <string.h>
#include_next <stdlib.h>
#include_next <fcntl.h>
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
