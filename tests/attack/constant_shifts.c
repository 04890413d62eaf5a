/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* constant_shifts.c: shifts by more than there is. */
static int x = 1 << 1000000;
static long y = 1L >> -5;
enum { SHIFTED = 1 << 0x7fffffff };
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
