/* expect: crash|internal|timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_counts_ahead.c: says that all jobs are finished that there will ever be, and computes on. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    for (int ring = 0; ring < 16; ring++)
        *(volatile long *)(head + 64 * ring) = -1;
    for (;;)
        ;
}
