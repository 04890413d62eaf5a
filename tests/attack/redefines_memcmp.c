/* expect: refused /memcmp. defined twice/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* redefines_memcmp.c: defines a function of the runtime anew. */
int memcmp(const void *a, const void *b, size_t size)
{
    return 0;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
