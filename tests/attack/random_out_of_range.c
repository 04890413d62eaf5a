/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* random_out_of_range.c: indices beyond the words. */
static double attack(const state *s, rs_answer *answer)
{
    for (int length = -2; length < 100; length++) {
        if (rs_word(length, -1)[0] || rs_word(length, INT_MAX)[0] || rs_word(length, INT_MIN)[0])
            return 1;
        if (rs_word_count(length) < 0)
            return 1;
    }
    return 0;
}
