/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_kernel_log.c: includes the kernel's log, which blocks. */
#include "/proc/kmsg"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
