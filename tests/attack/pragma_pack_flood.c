/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_pack_flood.c: ten thousand packs on the stack of packs. */
@5000*#pragma pack(push, 1)
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
