/* expect: crash|timeout|internal|forbidden|memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* worker_data_filled.c: fills the worker's own static data and goes on. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    size_t size;
    char *data = worker_data(&size);
    for (size_t i = size - 64; i >= 4096; i--)
        data[i] = 0x41;
    return 1;
}
