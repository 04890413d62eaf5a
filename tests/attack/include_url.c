/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_url.c: includes an address of the network. */
#include "http://127.0.0.1/x.h"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
