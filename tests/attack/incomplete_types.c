/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* incomplete_types.c: objects of types that are never completed. */
struct never;
static struct never one;
static struct never many[5];
extern void nothing;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
