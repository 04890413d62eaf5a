/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* constant_divides.c: divides by zero in a constant. */
enum { ZERO = 1 / 0 };
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
