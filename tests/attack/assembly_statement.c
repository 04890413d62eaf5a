/* expect: refused /inline assembly/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_statement.c: an assembly statement. */
static double attack(const state *s, rs_answer *answer)
{
    __asm__("syscall");
    return 1;
}
