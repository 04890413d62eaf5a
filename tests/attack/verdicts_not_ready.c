/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_not_ready.c: says that it is not ready. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile int *)(head + HEAD_READY) = 0;
    return 1;
}
