/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_worker_code.c: writes into the worker's own machine code. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    long address;
    memcpy(&address, (const char *)0x200000000000 + 2, sizeof address);
    *(volatile char *)address = (char)0xc3;
    return 1;
}
