/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_in_comment.c: an option behind a comment. */
#pragma /* */ comment /* */ (option, "-run")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
