/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_behind_heap.c: writes to the guard behind the heap. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x200010000000 + (16384l << 10)) = 1;
    return 1;
}
