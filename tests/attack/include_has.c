/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_has.c: asks whether a file is there. */
#if __has_include("/etc/passwd")
#define THERE 1
#else
#define THERE 0
#endif
static double attack(const state *s, rs_answer *answer)
{
    return THERE;
}
