/* expect: memory */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_product_wraps.c: a product of sizes that wraps to a small one. */
static double attack(const state *s, rs_answer *answer)
{
    char *room = calloc((size_t)1 << 33, (size_t)1 << 31);
    memset(room, 1, 64);
    return 1;
}
