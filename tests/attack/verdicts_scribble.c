/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_scribble.c: fills the whole memory of the verdicts. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    memset((void *)head, 0xff, 4096 + 2 * 64 * SLOT_BYTES);
    return 1;
}
