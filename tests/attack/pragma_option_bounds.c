/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_option_bounds.c: an option that once crashed libtcc. */
#pragma comment(option, "-bt10 -g -b")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
