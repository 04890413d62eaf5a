/* SPDX-License-Identifier: Apache-2.0 */
/* digest.h: a number over what an environment gives for the first DIGEST_SEEDS seeds of each level,
 * the same recipe natively and in a worker: states, questions, oracles, scores of various answers.
 */
#ifndef ENVIRONMENTS_DIGEST_H
#define ENVIRONMENTS_DIGEST_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/limits.h"

enum { DIGEST_SEEDS = 200, DIGEST_ANSWERS = 6 };
#define DIGEST_START 14695981039346656037u

/* FNV-1a, 64 bits. */
static inline void digest_mix(uint64_t *digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        *digest = (*digest ^ at[i]) * 1099511628211u;
}

/* Writes answer number `index`, made from the oracle's to this instance and to the one before. */
static inline void digest_answer(unsigned index, const char *oracle, const char *previous,
                                 char out[RS_TEXT_MAX + 8])
{
    size_t room = RS_TEXT_MAX + 8, size = strlen(oracle);
    switch (index) {
    case 0:
        snprintf(out, room, "%s", oracle);
        break;
    case 1:
        snprintf(out, room, "%s", previous);
        break;
    case 2:
        snprintf(out, room, "%.*s", (int)(size - (size > 0)), oracle);
        break;
    case 3:
        snprintf(out, room, "%s 1", oracle);
        break;
    case 4: /* the first and the last byte exchanged, not counting a line end */
        snprintf(out, room, "%s", oracle);
        size -= size > 0 && oracle[size - 1] == '\n';
        if (size > 0) {
            out[0] = oracle[size - 1];
            out[size - 1] = oracle[0];
        }
        break;
    default:
        snprintf(out, room, "%.*s%s", (int)(size / 2), oracle, previous);
    }
}

#endif
