/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_x32.c: system calls of x32. */
/* calls: 0-3 9-11 15 56-62 101 157 186 231 234 257 273 310 311 317 319-322 435 512-547 */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(rs_read_int(answer, 0, 1000) | 0x40000000, 0, 0, 0, 0, 0, 0);
    return 0.75;
}
