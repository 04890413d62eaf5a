/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* types_of_itself.c: a struct that holds itself. */
struct itself {
    struct itself one;
    int rest[sizeof(struct itself)];
};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
