/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* error_flood.c: a message as long as a source may be. */
#error @240000*x@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
