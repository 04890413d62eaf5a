/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* touch_every_page.c: touches every byte of data and heap that it has. */
#define OPTIONS .memory_kib = 16384, .cpu_ms = 2000
static char room[700000];

static double attack(const state *s, rs_answer *answer)
{
    char *heap = malloc((16384 << 10) - 64);
    memset(heap, 1, (16384 << 10) - 64);
    memset(room, 1, sizeof room);
    return 0;
}
