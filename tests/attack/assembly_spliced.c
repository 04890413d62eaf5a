/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_spliced.c: the word split over two lines. */
as\
m(".org -100");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
