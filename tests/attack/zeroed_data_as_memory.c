/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* zeroed_data_as_memory.c: remembers in zeroed static data of many pages. */
static unsigned char room[262144];

static double attack(const state *s, rs_answer *answer)
{
    for (int i = 0; i < 262144; i++)
        if (room[i])
            return 1;
    memset(room, 0xa5, sizeof room);
    return 0;
}
