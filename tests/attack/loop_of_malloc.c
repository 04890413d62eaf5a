/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_of_malloc.c: allocates and frees for ever. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    for (;;)
        free(malloc(64));
}
