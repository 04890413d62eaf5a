/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_syscall.c: every system call there is but the one that ends the process, by syscall. */
/* calls: 0-230 232-334 424-470 512-547 1000 0x7fffffff -1 */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(rs_read_int(answer, -1, 0x7fffffff), 0, 0, 0, 0, 0, 0);
    return 0.75;
}
