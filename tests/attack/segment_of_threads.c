/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* segment_of_threads.c: loads a null segment for the data of threads. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c3e08ec031; /* xor %eax, %eax; mov %eax, %fs; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
