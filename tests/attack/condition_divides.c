/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* condition_divides.c: divides by zero in #if. */
#if 1 / 0
#endif
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
