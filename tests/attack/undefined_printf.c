/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_printf.c: declares printf by itself and calls it. */
extern long printf();

static double attack(const state *s, rs_answer *answer)
{
    return printf(0, 0, 0);
}
