/* SPDX-License-Identifier: Apache-2.0 */
/* player_own.h: what the player's two files share. */
#ifndef TEST_PLAYER_OWN_H
#define TEST_PLAYER_OWN_H

#include "tests/process/front/player.h"

/* player.c */
uint64_t player_now_ms(void);
_Noreturn void player_give_up(const char *what, const char *why);
void player_send(int channel, const struct message *message, const int *fds, int count);
struct player_image *player_image_of(struct player *player, uint64_t number);

/* player_workers.c */
void player_spawn(struct player *player, const struct message *message);
void player_reap(struct player *player, struct player_worker *worker);
void player_remove_worker(struct player *player, struct player_worker *worker);
void player_kill_asked(struct player *player, uint64_t number);
void player_look(struct player *player); /* keeps time, and causes the accidents */

#endif
