/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* alias_of_system.c: another name for a function of the C library. */
extern int hidden(const char *) __attribute__((alias("system")));
static int use(void)
{
    return hidden("id");
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
