/* SPDX-License-Identifier: Apache-2.0 */
/* runtime.h: what stands behind resyn.h: the functions offered to environments, and what the worker
 * needs around a call. Compiled natively; runs inside the worker's lock: no system call, no errno
 * that matters, no locale. The reader of an answer works on memory that a hostile environment can
 * write; that is the environment's own reward. */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "proto/ring.h"

/* Raised by one whenever extraction, readers, words or mathematics change a verdict. */
#define RUNTIME_SEMANTICS 1

/* ---- Offered functions (offered.def: OFFER(name, function)) ---------------------------------- */

/* Row i is reached through stub i. `name` is what the source calls. Order is part of the ABI of
 * images: new rows go to the end. */
struct offered {
    const char *name;
    void (*function)(void);
};
extern const struct offered offered[];
extern const size_t offered_count;

/* ---- Extraction: from response to answer ------------------------------------------------------
 */

struct extracted {
    enum extraction rule;
    size_t offset, size; /* within the response; size 0 where rule is NONE */
};
/* `extract` is an enum rs_extract; `flags` are enum job_flags; `verbatim`: RS_VERBATIM. Linear in
 * the size of the response, whatever it holds. Rules: extract.h. */
struct extracted extract_answer(const char *response, size_t size, unsigned extract, unsigned flags,
                                bool verbatim);

/* ---- Answers ----------------------------------------------------------------------------------
 */

enum { ANSWER_FIELDS_MAX = 64 };

struct answer_result {
    bool refused;  /* by a reader */
    bool rejected; /* by rs_reject */
    bool unread;   /* text is left */
    unsigned reason_size;
    char reason[REASON_MAX]; /* NUL-terminated */
    double metrics[RS_METRICS_MAX];
};
/* Bytes for an rs_answer, and how to begin and end one. `memory` is aligned as malloc's is; `text`
 * must stay; it need not be NUL-terminated. Invalid UTF-8 and NUL bytes are refused at once.
 * answer_finish says no reason for `unread`: whether that matters depends on the score. A metric
 * that was given a value that is not finite keeps the value before it. */
size_t answer_bytes(void);
rs_answer *answer_init(void *memory, const char *text, size_t size);
void answer_finish(rs_answer *answer, struct answer_result *result);

/* ---- Texts and random numbers -----------------------------------------------------------------
 */

struct rs_text {
    char *data; /* room for RS_TEXT_MAX + 1 */
    size_t size;
    bool overflow;
};
void text_init(rs_text *text, char *data);

struct rs_random {
    uint64_t word[4];
};
/* The stream of (seed, level, attempt); attempts count from 0. With S(x) the number that splitmix64
 * gives from state x (x + 0x9e3779b97f4a7c15, then mixed):
 *
 *     a = S(seed) ^ level;  b = S(a) ^ attempt;
 *     word[i] = S(b + i × 0x9e3779b97f4a7c15), i = 0 … 3: four numbers of splitmix64 from state b
 */
void random_init(rs_random *random, uint64_t seed, unsigned level, unsigned attempt);

/* memset to zero, for what is cleared before every call: fast from a few KiB on. */
void memory_clear(char *memory, size_t size);

/* ---- The heap of a call -----------------------------------------------------------------------
 */

/* `memory` is zeroed. malloc past its end calls runtime_end(LAST_WORDS_MEMORY, …). */
void arena_init(void *memory, size_t size);
/* Zeroes the whole, if anything was handed out, and starts again. Also forgets what strtok kept. */
void arena_reset(void);

/* ---- The end of a call that cannot return ------------------------------------------------------
 */

/* Provided by who links the runtime: the worker ends itself, a test jumps. Does not return. */
_Noreturn void runtime_end(enum last_words why, const char *text);

#endif
