/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_folder.c: includes a folder. */
#include "/"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
