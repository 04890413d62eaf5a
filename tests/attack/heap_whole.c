/* expect: memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_whole.c: one allocation of almost all addresses. */
static double attack(const state *s, rs_answer *answer)
{
    memset(malloc((size_t)-64), 1, 64);
    return 1;
}
