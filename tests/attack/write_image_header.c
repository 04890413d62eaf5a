/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_image_header.c: writes the header of its image. */
static double attack(const state *s, rs_answer *answer)
{
    volatile char *header = (volatile char *)0x200000100000;
    header[0] = 0;
    return 1;
}
