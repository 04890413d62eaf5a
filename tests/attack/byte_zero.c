/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* byte_zero.c: a byte 0 in the middle. */
static int x = 1;@x00@
#include "/etc/passwd"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
