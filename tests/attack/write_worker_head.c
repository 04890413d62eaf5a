/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_worker_head.c: writes into the head of the worker's own image. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    worker_image()[0] = 0;
    return 1;
}
