/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_fifo.c: includes a FIFO that nobody writes to. */
#include "@FIFO@"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
