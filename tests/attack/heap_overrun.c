/* expect: crash|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_overrun.c: writes far past its allocation. */
static double attack(const state *s, rs_answer *answer)
{
    char *room = malloc(16);
    for (size_t i = 0; i < (size_t)64 << 20; i += 512)
        ((volatile char *)room)[i] = 1;
    return 0;
}
