/* expect: crash|ok 0|memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_double_free.c: frees twice. */
static double attack(const state *s, rs_answer *answer)
{
    char *room = malloc(64);
    free(room);
    free(room);
    if (malloc(64) == malloc(64))
        return 1;
    return 0;
}
