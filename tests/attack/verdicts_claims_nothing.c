/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_claims_nothing.c: says that it has no job in hand, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile long *)(head + HEAD_CLAIM) = 0;
    abort();
    return 1;
}
