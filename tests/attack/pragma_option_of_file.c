/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_option_of_file.c: an option that reads options from a file. */
#pragma comment(option, "@x40@/etc/passwd")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
