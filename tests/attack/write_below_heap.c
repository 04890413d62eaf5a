/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_below_heap.c: writes to the guard below the heap. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x20000ffffff8) = 1;
    return 1;
}
