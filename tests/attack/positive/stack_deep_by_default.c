/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_deep_by_default.c: recursion that fits the stack that all have. */
static int depth(int n)
{
    return n == 0 ? 0 : depth(n - 1) + 1;
}

static double attack(const state *s, rs_answer *answer)
{
    return depth(1000) == 1000;
}
