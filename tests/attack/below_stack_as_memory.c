/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* below_stack_as_memory.c: remembers in the lowest bytes of its stack. */
static double attack(const state *s, rs_answer *answer)
{
    volatile unsigned char *low = (volatile unsigned char *)0x2000200fc000;
    if (low[64] == 0xa5)
        return 1;
    low[64] = 0xa5;
    return 0;
}
