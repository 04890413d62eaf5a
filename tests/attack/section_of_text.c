/* expect: forbidden|crash|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* section_of_text.c: puts machine code that makes a system call among its functions. */
static const unsigned char bytes[] __attribute__((section(".text"))) = {
    0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0xc3}; /* getpid */

static double attack(const state *s, rs_answer *answer)
{
    return ((int (*)(void))(long)bytes)() > 0;
}
