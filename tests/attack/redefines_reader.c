/* expect: refused /rs_read_int. defined twice/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* redefines_reader.c: defines a reader anew. */
int64_t rs_read_int(rs_answer *answer, int64_t low, int64_t high)
{
    return 1;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
