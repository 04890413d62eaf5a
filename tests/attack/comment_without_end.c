/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* comment_without_end.c: a comment that never ends, after the frame. */
/* @1000*no end @
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
