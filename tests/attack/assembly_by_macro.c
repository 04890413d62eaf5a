/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_by_macro.c: the word put together by a macro. */
#define WORD_(x) __as##x
#define WORD WORD_(m__)
WORD(".incbin \"/etc/passwd\"");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
