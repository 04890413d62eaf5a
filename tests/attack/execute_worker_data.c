/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_worker_data.c: jumps into the worker's own data. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    size_t size;
    ((void (*)(void))(long)worker_data(&size))();
    return 1;
}
