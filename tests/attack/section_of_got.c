/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* section_of_got.c: data in the table of addresses. */
static long odd[64] __attribute__((section(".got"))) = {0x41414141, 0x4141, 0x4141};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
