/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_embed.c: the embed directive of a later C. */
static const char bytes[] = {
#embed "/etc/passwd"
};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
