/* expect: memory|crash|internal */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_end_as_memory.c: says as its last words that the heap was used up, and ends itself. */
#include "system_call.inc"
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile int *)(head + HEAD_LAST_WORDS) = 1;
    system_call(231, 3, 0, 0, 0, 0, 0);
    return 1;
}
