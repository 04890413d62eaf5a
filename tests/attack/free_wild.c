/* expect: crash|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* free_wild.c: frees what was never allocated. */
static double attack(const state *s, rs_answer *answer)
{
    int local;
    free((void *)64);
    free(&local);
    free((void *)-1);
    return 0;
}
