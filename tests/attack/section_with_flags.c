/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* section_with_flags.c: a section whose name brings flags along. */
static int odd __attribute__((section(".odd,\"awx\",@x40@nobits#"))) = 1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
