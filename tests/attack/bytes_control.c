/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* bytes_control.c: control characters outside of strings. */
@x01@@x02@@x08@@x1b@[31m static int x;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
