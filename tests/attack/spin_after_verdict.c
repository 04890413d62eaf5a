/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* spin_after_verdict.c: writes the verdict on its job itself, says that it has none in hand any
 * more, and computes on for ever: no job is there whose time could run out. */
#include "spin.inc"
static double attack(const state *s, rs_answer *answer)
{
    judge_and_spin(1);
    return 0;
}
