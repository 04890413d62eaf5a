/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_again_and_again.c: includes every header ten thousand times. */
@5000*#include <stdio.h>
#include <string.h>
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
