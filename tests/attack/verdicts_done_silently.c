/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_done_silently.c: says that its job is finished, tells nobody, and computes on. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    long claim = *(volatile long *)(head + HEAD_CLAIM);
    *(volatile long *)(head + 64 * (claim >> 56)) = claim & 0xffffff;
    for (;;)
        ;
}
