/* expect: refused /pragma comment/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_library.c: a pragma that loads a library. */
#pragma comment(option, "-L/tmp")
#pragma comment(lib, "evil")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
