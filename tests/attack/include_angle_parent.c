/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_angle_parent.c: includes a file above the folder of headers. */
#include <../../../../etc/passwd>
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
