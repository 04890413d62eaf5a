/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_operator.c: sets an option by the _Pragma operator. */
_Pragma("comment(option, \"-run\")")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
