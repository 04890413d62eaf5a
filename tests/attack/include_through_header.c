/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_through_header.c: includes a file behind a header. */
#include <stdio.h/../../etc/passwd>
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
