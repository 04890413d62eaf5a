/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_macro.c: saves and restores macros that do not exist. */
@2000*#pragma push_macro("nobody")
#pragma pop_macro("other")
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
