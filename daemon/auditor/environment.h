/* SPDX-License-Identifier: Apache-2.0 */
/* environment.h: the environment's own build within resynd-judge: found, called as a worker calls
 * its image, and put back as it was before each call. */
#ifndef AUDITOR_ENVIRONMENT_H
#define AUDITOR_ENVIRONMENT_H

#include "lib/base/error.h"
#include "lib/runtime/runtime.h"
#include "proto/image.h"

struct environment {
    struct rs_declaration declaration; /* sizes and levels within bounds */
    unsigned metric_count;
    union {
        void *data;
        bool (*generate)(void *state, void *witness, rs_random *random, int level);
        void (*observe)(const void *state, rs_text *question);
        double (*verify)(const void *state, rs_answer *answer);
        void (*solve)(const void *state, const void *witness, rs_text *answer);
        bool (*another)(const void *state, const void *witness, rs_random *random, rs_text *answer);
        bool (*load)(void *state, rs_answer *given);
    } entry[ENTRY_COUNT]; /* data NULL where there is none */
};

/* Loads it from the file; its constructors run. */
int environment_open(struct environment *environment, const char *path, struct error *error);

/* Static data, heap and floating point as at the first call. */
void environment_restore(void);

#endif
