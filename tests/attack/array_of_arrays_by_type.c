/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* array_of_arrays_by_type.c: the same through types. */
typedef char row[0x10000];
typedef row table[0x10000];
static table wraps[2];
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
