/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* bit_field_wide.c: a bit-field wider than its type. */
struct wide {
    int x : 100;
    char y : -1;
};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
