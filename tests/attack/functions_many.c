/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* functions_many.c: 7,000 functions. */
#define F1(n) int f##n##0(void) { return n; } int f##n##1(void) { return n; } int f##n##2(void) { return n; } int f##n##3(void) { return n; } int f##n##4(void) { return n; }
#define F2(n) F1(n##0) F1(n##1) F1(n##2) F1(n##3) F1(n##4) F1(n##5) F1(n##6) F1(n##7) F1(n##8) F1(n##9)
#define F3(n) F2(n##0) F2(n##1) F2(n##2) F2(n##3) F2(n##4) F2(n##5) F2(n##6) F2(n##7) F2(n##8) F2(n##9)
F3(1) F3(2) F3(3) F3(4) F3(5) F3(6) F3(7) F3(8) F3(9)
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
