/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* cases_many.c: 10,000 cases. */
#define C1(x) case x##0: case x##1: case x##2: case x##3: case x##4: case x##5: case x##6: case x##7: case x##8: case x##9:
#define C2(x) C1(x##0) C1(x##1) C1(x##2) C1(x##3) C1(x##4) C1(x##5) C1(x##6) C1(x##7) C1(x##8) C1(x##9)
#define C3(x) C2(x##0) C2(x##1) C2(x##2) C2(x##3) C2(x##4) C2(x##5) C2(x##6) C2(x##7) C2(x##8) C2(x##9)
#define C4(x) C3(x##1) C3(x##2) C3(x##3) C3(x##4) C3(x##5) C3(x##6) C3(x##7) C3(x##8) C3(x##9)
static int many(int x)
{
    switch (x) {
        C4(1) C4(2) C4(3) C4(4) C4(5) C4(6) C4(7) C4(8) C4(9)
        return 1;
    }
    return 0;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
