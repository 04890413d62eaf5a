/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_counts_back.c: takes back what it has finished. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    for (int ring = 0; ring < 16; ring++)
        *(volatile long *)(head + 64 * ring) = 0;
    return 1;
}
