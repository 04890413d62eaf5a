/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_random.c: includes an endless device. */
#include "/dev/urandom"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
