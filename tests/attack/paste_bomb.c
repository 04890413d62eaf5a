/* expect: refused /memory|too long/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* paste_bomb.c: a token pasted to itself thirty times. */
#define P0(x) x
#define P1(x) P0(x##x)
#define P2(x) P1(x##x)
#define P3(x) P2(x##x)
#define P4(x) P3(x##x)
#define P5(x) P4(x##x)
#define P6(x) P5(x##x)
#define P7(x) P6(x##x)
#define P8(x) P7(x##x)
#define P9(x) P8(x##x)
#define P10(x) P9(x##x)
#define P11(x) P10(x##x)
#define P12(x) P11(x##x)
#define P13(x) P12(x##x)
#define P14(x) P13(x##x)
#define P15(x) P14(x##x)
#define P16(x) P15(x##x)
#define P17(x) P16(x##x)
#define P18(x) P17(x##x)
#define P19(x) P18(x##x)
#define P20(x) P19(x##x)
#define P21(x) P20(x##x)
#define P22(x) P21(x##x)
#define P23(x) P22(x##x)
#define P24(x) P23(x##x)
#define P25(x) P24(x##x)
#define P26(x) P25(x##x)
#define P27(x) P26(x##x)
#define P28(x) P27(x##x)
#define P29(x) P28(x##x)
#define P30(x) P29(x##x)
static int P30(abcdefgh);
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
