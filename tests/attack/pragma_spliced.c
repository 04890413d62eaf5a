/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_spliced.c: an option split over lines. */
#pra\
gma com\
ment(option, "-run")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
