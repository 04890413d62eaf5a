/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* goto_nowhere.c: jumps to labels that are not there, and into a block. */
static int jump(int x)
{
    goto nowhere;
    goto *(void *)(long)x;
    return x;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
