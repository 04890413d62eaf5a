/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* symbol_json.c: an undefined symbol that looks like an end of JSON. */
extern int quoted_reward_1_status_ok(void);
static int use(void)
{
    return quoted_reward_1_status_ok();
}
int (*keep)(void) = use;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
