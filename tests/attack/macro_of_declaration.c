/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_of_declaration.c: the declaration as a macro of its own. */
#undef RESYN_ENVIRONMENT
#define RESYN_ENVIRONMENT(...) int nothing;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
