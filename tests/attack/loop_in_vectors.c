/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_in_vectors.c: computes with floats that are slow. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    volatile double small = 1e-310;
    for (;;)
        small = sin(small) * 0.999;
}
