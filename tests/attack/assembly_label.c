/* expect: refused /inline assembly/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_label.c: a name of its own for the linker. */
extern int hidden(const char *) __asm__("system");
static double attack(const state *s, rs_answer *answer)
{
    return hidden("id");
}
