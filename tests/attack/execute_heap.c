/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_heap.c: jumps into its heap. */
static double attack(const state *s, rs_answer *answer)
{
    unsigned char *code = malloc(16);
    memcpy(code, "\xb8\x01\x00\x00\x00\xc3", 6);
    return ((int (*)(void))code)();
}
