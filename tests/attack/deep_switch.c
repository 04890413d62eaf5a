/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_switch.c: a hundred thousand switch. */
#define L1 switch (x) switch (x) switch (x) switch (x) switch (x) switch (x) switch (x) switch (x) switch (x) switch (x)
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
static void deep(int x)
{
    L5 x = 1;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
