/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_counts_of_none.c: says that jobs of a ring that nobody has are finished, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile long *)(head + 64 * 15) = 12345;
    abort();
    return 1;
}
