/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_abort.c: calls abort. */
static double attack(const state *s, rs_answer *answer)
{
    abort();
    return 1;
}
