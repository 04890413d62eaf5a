/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* sysenter_in_immediate.c: sysenter, hidden the same way. */
static int immediate(void)
{
    return 0x00c3340f;
}

static double jump_into(const void *function, int second)
{
    const unsigned char *byte = (const unsigned char *)function;
    while (!((byte[0] == 0x0f || byte[0] == 0xcd) && byte[1] == second))
        byte++;
    ((void (*)(void))(long)byte)();
    return 1;
}

static double attack(const state *s, rs_answer *answer)
{
    return jump_into((const void *)immediate, 0x34);
}
