/* expect: memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* realloc_wraps.c: grows an allocation until its size wraps. */
static double attack(const state *s, rs_answer *answer)
{
    char *room = malloc(16);
    room = realloc(room, (size_t)-1);
    room[0] = 1;
    return 1;
}
