/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_signalling.c: returns a NaN that signals. */
static long signalling = 0x7ff0000000000001;

static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return *(double *)&signalling;
}
