/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_computed.c: a path put together by macros. */
#define PATH </etc/passwd>
#include PATH
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
