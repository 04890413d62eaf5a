/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_concatenates_nothing.c: pastes what cannot be pasted. */
#define P(a, b) a##b
static int P(+, -) P(", x) P(/, /) = P(., ..);
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
