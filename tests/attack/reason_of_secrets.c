/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* reason_of_secrets.c: a reason that quotes the memory around it. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%.200s", worker_image() + 1);
}
