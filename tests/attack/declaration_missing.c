/* expect: refused /declaration/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* declaration_missing.c: all functions and no declaration. */
#include <resyn.h>

struct state {
    int a;
};
RS_NO_WITNESS

double verify(const state *s, rs_answer *answer)
{
    return 1;
}
