/* expect: refused /inline assembly/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_file_scope.c: assembly outside of functions, which includes a file. */
__asm__(".incbin \"/etc/passwd\"");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
