/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* identifier_escapes.c: an unknown name with an escape sequence in it. */
static int x = a@x1b@[2Jb;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
