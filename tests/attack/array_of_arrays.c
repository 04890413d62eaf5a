/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* array_of_arrays.c: an array whose size wraps to a small one. */
static char wraps[65536][65536][2];
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
