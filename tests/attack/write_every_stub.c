/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_every_stub.c: writes a jump over every stub of the library. */
static double attack(const state *s, rs_answer *answer)
{
    for (long stub = 0x200000000000; stub < 0x200000001000; stub += 16)
        memcpy((void *)stub, "\xcc\xcc\xcc\xcc", 4);
    return 1;
}
