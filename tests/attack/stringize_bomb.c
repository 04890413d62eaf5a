/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* stringize_bomb.c: text that doubles thirty times. */
#define S(x) #x
#define T(x) S(x)
#define D0 "0123456789"
#define D1 T(D0 D0 D0 D0)
#define D2 T(D1 D1 D1 D1)
#define D3 T(D2 D2 D2 D2)
#define D4 T(D3 D3 D3 D3)
#define D5 T(D4 D4 D4 D4)
#define D6 T(D5 D5 D5 D5)
#define D7 T(D6 D6 D6 D6)
#define D8 T(D7 D7 D7 D7)
#define D9 T(D8 D8 D8 D8)
#define D10 T(D9 D9 D9 D9)
#define D11 T(D10 D10 D10 D10)
#define D12 T(D11 D11 D11 D11)
#define D13 T(D12 D12 D12 D12)
#define D14 T(D13 D13 D13 D13)
#define D15 T(D14 D14 D14 D14)
#define D16 T(D15 D15 D15 D15)
#define D17 T(D16 D16 D16 D16)
#define D18 T(D17 D17 D17 D17)
#define D19 T(D18 D18 D18 D18)
#define D20 T(D19 D19 D19 D19)
#define D21 T(D20 D20 D20 D20)
#define D22 T(D21 D21 D21 D21)
#define D23 T(D22 D22 D22 D22)
#define D24 T(D23 D23 D23 D23)
#define D25 T(D24 D24 D24 D24)
#define D26 T(D25 D25 D25 D25)
#define D27 T(D26 D26 D26 D26)
static const char *text = D27;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
