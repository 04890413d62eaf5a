/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* alignment_of_member.c: an alignment of 512 MiB within a struct. */
struct odd {
    char x __attribute__((aligned(1 << 29)));
    char y;
};
static struct odd two[2];
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
