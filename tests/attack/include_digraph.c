/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_digraph.c: writes the directive with a digraph. */
%:include "/etc/passwd"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
