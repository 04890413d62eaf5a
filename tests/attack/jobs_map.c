/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* jobs_map.c: maps the jobs writable. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(9, 0, 4096, 3, 1, 4, 0);
    return 1;
}
