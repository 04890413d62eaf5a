/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_asleep.c: says that it sleeps, for ever. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile int *)(head + HEAD_SLEEPING) = 1;
    return 1;
}
