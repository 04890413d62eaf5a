/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_pack.c: packs by numbers that make no sense. */
#pragma pack(push, 1073741824)
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
