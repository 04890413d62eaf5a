/* expect: memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_exhaust.c: allocates for ever. */
static double attack(const state *s, rs_answer *answer)
{
    for (;;)
        memset(malloc(4096), 1, 4096);
}
