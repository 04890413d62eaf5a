/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_terminal.c: includes the terminal. */
#include "/dev/tty"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
