/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_of_kernel_memory.c: rings with a number at an address of the kernel. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(1, 7, 0xffffffff81000000, 8, 0, 0, 0);
    return 0;
}
