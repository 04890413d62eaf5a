/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* section_of_symbols.c: data in the table of symbols. */
static long odd[64] __attribute__((section(".symtab"))) = {1, 2, 3};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
