/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_high_half.c: system calls whose number has something in its upper half. */
/* calls: 1-3 9-11 15 39 56-62 101 157 234 257 310 311 317 322 435 */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(rs_read_int(answer, 0, 1000) | (long)0x80000001 << 32, 0, 0, 0, 0, 0, 0);
    return 0.75;
}
