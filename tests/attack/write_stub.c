/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_stub.c: redirects a library function for every later call. */
static double attack(const state *s, rs_answer *answer)
{
    volatile unsigned char *stub = (volatile unsigned char *)strlen;
    stub[0] = 0xc3;
    return 1;
}
