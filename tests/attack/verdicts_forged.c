/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_forged.c: writes verdicts that cannot be for every job, says they are done, and dies. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    for (int ring = 0; ring < 2; ring++)
        for (int i = 0; i < 64; i++) {
            volatile char *slot = head + HEAD_SLOTS + (ring * 64 + i) * SLOT_BYTES;
            *(volatile int *)(slot + 8) = 0;
            *(volatile short *)(slot + 14) = -1;
            *(volatile double *)(slot + 16) = 1e300;
            *(volatile int *)(slot + 24) = -1;
        }
    for (int ring = 0; ring < 2; ring++)
        *(volatile long *)(head + 64 * ring) += 1;
    abort();
    return 1;
}
