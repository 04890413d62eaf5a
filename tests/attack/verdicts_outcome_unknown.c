/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_outcome_unknown.c: an outcome that there is none of, for its own job, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    for (int ring = 0; ring < 2; ring++)
        for (int i = 0; i < 64; i++)
            *(volatile int *)(head + HEAD_SLOTS + (ring * 64 + i) * SLOT_BYTES + 8) = 0x7fffffff;
    for (int ring = 0; ring < 2; ring++)
        *(volatile long *)(head + 64 * ring) += 1;
    abort();
    return 1;
}
