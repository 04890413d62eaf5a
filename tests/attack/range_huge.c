/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* range_huge.c: a range of two thousand million elements. */
static char huge[] = {[0 ... 0x7ffffff0] = 1};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
