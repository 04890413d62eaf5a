/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_full.c: a heap of 16 MiB, written to its end and read again. */
#define OPTIONS .memory_kib = 16384, .cpu_ms = 2000
static double attack(const state *s, rs_answer *answer)
{
    size_t size = (16000u << 10);
    unsigned char *room = malloc(size);
    for (size_t i = 0; i < size; i += 512)
        room[i] = (unsigned char)(i >> 9);
    for (size_t i = 0; i < size; i += 512)
        if (room[i] != (unsigned char)(i >> 9))
            return 0;
    free(room);
    return malloc(size) != 0;
}
