/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* data_too_large.c: more static data than an image may have. */
static char large[3 << 20] = {1};
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
