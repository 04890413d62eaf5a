/* SPDX-License-Identifier: Apache-2.0 */
/* instance.h: runs one environment natively, linked into the same program: draws instances, asks
 * the oracle, judges responses by the rules of the worker. For tests: no sandbox, no time limit. */
#ifndef ENVIRONMENTS_INSTANCE_H
#define ENVIRONMENTS_INSTANCE_H

/* First, and whole: runtime.h asks for the part that resynd sees. */
#include "proto/resyn.h"

#include "lib/runtime/runtime.h"

struct instance {
    unsigned level;
    uint64_t seed;
    state *state;
    witness *witness;
    char *question, *oracle;
};

/* Draws (level, seed), the stack dirtied before each call; NULL where every draw failed. Freed by
 * instance_free. */
struct instance *instance_new(unsigned level, uint64_t seed);
void instance_free(struct instance *instance);

/* What `another` writes; NULL where it has nothing. The caller frees it. */
char *instance_another(const struct instance *instance, uint64_t seed);

struct judgement {
    enum extraction rule;
    double score; /* after the rules of resyn.h: refusals, unread text */
    bool valid;   /* what verify returned is a score of the declared kind */
    struct answer_result result;
};
/* Judges a whole response, or an answer as it stands where `bare`. */
struct judgement judge(const state *s, const char *text, size_t size, bool bare);
/* The score of an answer, put between tags. Aborts where verify returns something else than a
 * score. */
double score_of(const state *s, const char *answer);

/* What a checker makes of `given`; NULL where load refuses. The caller frees it. */
state *load_given(const char *given);

/* The functions that an environment may lack. */
#pragma weak generate
#pragma weak observe
#pragma weak solve
#pragma weak another
#pragma weak load

#endif
