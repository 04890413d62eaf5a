/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_redefined.c: a macro redefined 10,000 times. */
@5000*#define A 1
#define A 2
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
