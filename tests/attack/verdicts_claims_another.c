/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_claims_another.c: says that it has the job of another thread in hand, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile long *)(head + HEAD_CLAIM) = (255l << 56) | 0xffffff;
    abort();
    return 1;
}
