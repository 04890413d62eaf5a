/* SPDX-License-Identifier: Apache-2.0 */
/* request_openenv.h: what OpenEnv's clients send: a reset, which says what instance is wanted, and
 * a step, whose action is the response. Members that are not known are the client's own. Pure. */
#ifndef FRONT_REQUEST_OPENENV_H
#define FRONT_REQUEST_OPENENV_H

#include "daemon/front/request_instances.h"
#include "daemon/front/request_label.h"

enum { EPISODE_MAX = 255 /* bytes of an episode's name */ };

struct openenv_reset {
    struct address address; /* name "": any environment */
    bool has_instance, has_level, has_seed;
    enum instance_format format;
    char episode[EPISODE_MAX + 1]; /* "": none was given */
};
/* `object`: the parameters; NULL or null: none. False and `trouble`. */
bool openenv_reset_read(struct openenv_reset *reset, const struct value *object,
                        struct request_trouble *trouble);

/* Adds the one item of a step. `episode`: the address of the instance that was asked, NULL where
 * only the action can say it. `inner` as for label_read. False and `trouble`. */
bool openenv_step_read(struct score_request *request, const struct value *action, char *episode,
                       struct document *inner, const struct trainer_rules *rules,
                       struct request_trouble *trouble);

#endif
