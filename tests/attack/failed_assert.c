/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* failed_assert.c: an assertion that fails. */
#include <assert.h>

static double attack(const state *s, rs_answer *answer)
{
    assert(s->a < 0);
    return 1;
}
