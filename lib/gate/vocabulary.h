/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.h: within the gate: the tokens that right answers are made of. */
#ifndef GATE_VOCABULARY_H
#define GATE_VOCABULARY_H

#include "lib/gate/family.h"

enum { VOCABULARY_MAX = 64 };

struct vocabulary {
    unsigned count;
    struct {
        struct token token; /* into an oracle's answer */
        unsigned seen;
    } word[VOCABULARY_MAX]; /* the most frequent first */
};

/* Of one level, or of all where `level` is 0 and the subject has levels. Single words are taken as
 * words, not as characters, unless `characters`. */
void vocabulary_collect(struct vocabulary *vocabulary, const struct gate *gate, unsigned level,
                        bool characters);

#endif
