/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_of_fields.c: looks for fields for ever. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    for (;;)
        rs_has_field(answer, "nothing");
}
