/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* struct_many_members.c: a struct of 20,000 members without names. */
struct many {
    @20000*int : 3;@
};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
