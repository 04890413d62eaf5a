/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_claims_future.c: says that it has a job in hand that is not there, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile long *)(head + HEAD_CLAIM) += 40;
    abort();
    return 1;
}
