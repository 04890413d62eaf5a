/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_control.c: makes a doorbell blocking by ioctl. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(16, 7, 0x5421, 0x2000200fc000 + 4096, 0, 0, 0);
    return 1;
}
