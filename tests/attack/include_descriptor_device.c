/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_descriptor_device.c: includes the first descriptor. */
#include "/dev/fd/0"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
