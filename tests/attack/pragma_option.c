/* expect: refused /pragma comment/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_option.c: a pragma that sets options of the compiler. */
#pragma comment(option, "-run")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
