/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* readers_misused.c: bounds and sizes that make no sense. */
static double attack(const state *s, rs_answer *answer)
{
    char word[4];
    int one;
    rs_read_word(answer, word, 0);
    rs_read_int(answer, 5, -5);
    rs_read_real(answer, 1, 0);
    rs_read_ints(answer, &one, 0, 0, 1);
    rs_read_ints(answer, &one, -1, 0, 1);
    rs_read_choice(answer, 0, 0);
    return rs_reject(answer, "done");
}
