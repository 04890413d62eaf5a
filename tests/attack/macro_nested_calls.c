/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_nested_calls.c: macro calls twenty thousand deep. */
#define F(x) x
static int x = @20000*F(@1@20000*)@;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
