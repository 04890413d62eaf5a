/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* array_computed.c: an array whose size overflows as it is computed. */
static char wraps[0x7fffffff * 2 + 3];
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
