/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_as_memory.c: looks for what an earlier call left on the stack. */
static double attack(const state *s, rs_answer *answer)
{
    volatile unsigned char room[32768];
    int found = 0;
    for (int i = 0; i < 32768; i++)
        found += room[i] == 0xa5;
    memset((void *)room, 0xa5, sizeof room);
    return found > 64 ? 1 : 0;
}
