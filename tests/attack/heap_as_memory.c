/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* heap_as_memory.c: looks for what an earlier call left in the heap. */
static double attack(const state *s, rs_answer *answer)
{
    unsigned char *room = malloc(65536);
    for (int i = 0; i < 65536; i++)
        if (room[i] == 0xa5)
            return 1;
    memset(room, 0xa5, 65536);
    return 0;
}
