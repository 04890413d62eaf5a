/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* int128_and_complex.c: types that libtcc does not have. */
static __int128 wide;
static _Complex double odd;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
