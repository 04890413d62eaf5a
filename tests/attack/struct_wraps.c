/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* struct_wraps.c: a struct whose size wraps to 0. */
struct wraps {
    char one[0x40000000], two[0x40000000], three[0x40000000], four[0x40000000];
};
static struct wraps many;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
