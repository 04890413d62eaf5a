/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_register.c: a variable in a register of its choice. */
register long stack __asm__("rsp");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
