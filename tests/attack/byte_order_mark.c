/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* byte_order_mark.c: a byte order mark in the middle. */
﻿static int x = 1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
