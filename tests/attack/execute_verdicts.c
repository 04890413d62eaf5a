/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_verdicts.c: jumps into the memory of the verdicts. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    ((void (*)(void))(long)verdicts())();
    return 1;
}
