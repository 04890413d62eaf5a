/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_import.c: another word for include. */
#import "/etc/passwd"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
