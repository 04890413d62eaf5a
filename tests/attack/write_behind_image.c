/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_behind_image.c: writes to the end of the image. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x200000100000 + (8l << 20)) = 1;
    return 1;
}
