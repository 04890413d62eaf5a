/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* tokens_as_memory.c: remembers where strtok was. */
static double attack(const state *s, rs_answer *answer)
{
    static char text[] = "one two three";
    if (strtok(0, " "))
        return 1;
    strtok(text, " ");
    return 0;
}
