/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_option_include.c: an option that includes a file. */
#pragma comment(option, "-include /etc/passwd")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
