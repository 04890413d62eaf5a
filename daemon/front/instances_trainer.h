/* SPDX-License-Identifier: Apache-2.0 */
/* instances_trainer.h: an instance as a row of a trainer's data set, in the columns that its loader
 * and its adapter (proto/python) take. The address stands where that trainer keeps the ground
 * truth, so that it reaches the reward. All rows of a trainer have the same columns of the same
 * types, and none is an empty object, which Parquet has no word for. Pure. */
#ifndef FRONT_INSTANCES_TRAINER_H
#define FRONT_INSTANCES_TRAINER_H

#include "daemon/front/instances_row.h"

enum trainer {
    TRAINER_NONE, /* the API's own rows */
    TRAINER_VERL,
    TRAINER_TRL,
    TRAINER_OPENRLHF,
    TRAINER_NEMO_GYM,
    TRAINER_SLIME,
    TRAINER_PRIME,
    TRAINER_SKYRL,
    TRAINER_COUNT,
};

/* TRAINER_NONE: there is no such name. */
enum trainer trainer_find(const char *name);
/* "verl, trl, …". */
void trainer_names(char *out, size_t size);

/* `row` has ended with OUTCOME_OK. */
void trainer_row_json(struct json *json, enum trainer trainer, const struct instance_row *row,
                      enum instance_format format, enum instance_system system);

#endif
