/* SPDX-License-Identifier: Apache-2.0 */
/* instance.c: an environment's functions called in this process, as the worker would call them. */
#include "tests/environments/instance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS_OF_ANOTHER = 99, DIRT_BYTES = 48 * 1024 };

_Noreturn void runtime_end(enum last_words why, const char *text)
{
    fprintf(stderr, "the call ended with last words %d: %s\n", (int)why, text ? text : "");
    abort();
}

/* Leaves bytes on the stack that a function must not read without having written them. */
__attribute__((noinline)) static void dirty_the_stack(int byte)
{
    char dirt[DIRT_BYTES];
    memset(dirt, byte, sizeof dirt);
    __asm__ volatile("" : : "r"(dirt) : "memory");
}

static void *zeroed(size_t size)
{
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL)
        abort();
    return memory;
}

static bool draw(struct instance *instance)
{
    size_t state_size = resyn_declaration.state_size, witness_size = resyn_declaration.witness_size;
    for (unsigned attempt = 0; attempt < RS_ATTEMPTS_MAX; attempt++) {
        rs_random random;
        memset(instance->state, 0, state_size);
        memset(instance->witness, 0, witness_size);
        random_init(&random, instance->seed, instance->level, attempt);
        dirty_the_stack((int)(attempt + 0x55));
        if (generate(instance->state, instance->witness, &random, (int)instance->level))
            return true;
    }
    return false;
}

/* The text that `write` leaves, NUL-terminated, on the heap. */
static char *text_copy(const rs_text *text)
{
    if (text->overflow) {
        fprintf(stderr, "the text is longer than %d bytes\n", RS_TEXT_MAX);
        abort();
    }
    char *copy = zeroed(text->size + 1);
    memcpy(copy, text->data, text->size);
    return copy;
}

struct instance *instance_new(unsigned level, uint64_t seed)
{
    static char room[RS_TEXT_MAX + 1];
    struct instance *instance = zeroed(sizeof *instance);
    instance->level = level;
    instance->seed = seed;
    instance->state = zeroed(resyn_declaration.state_size);
    instance->witness = zeroed(resyn_declaration.witness_size);
    if (!draw(instance)) {
        instance_free(instance);
        return NULL;
    }
    rs_text text;
    text_init(&text, room);
    dirty_the_stack(0x33);
    observe(instance->state, &text);
    instance->question = text_copy(&text);
    text_init(&text, room);
    dirty_the_stack(0x77);
    solve(instance->state, instance->witness, &text);
    instance->oracle = text_copy(&text);
    return instance;
}

void instance_free(struct instance *instance)
{
    if (instance == NULL)
        return;
    free(instance->state);
    free(instance->witness);
    free(instance->question);
    free(instance->oracle);
    free(instance);
}

char *instance_another(const struct instance *instance, uint64_t seed)
{
    static char room[RS_TEXT_MAX + 1];
    if (another == NULL)
        return NULL;
    rs_random random;
    rs_text text;
    random_init(&random, seed, instance->level, SEEDS_OF_ANOTHER);
    text_init(&text, room);
    dirty_the_stack(0x11);
    return another(instance->state, instance->witness, &random, &text) ? text_copy(&text) : NULL;
}

/* Large, hence kept; answer_init makes it new. */
static void *answer_memory(void)
{
    static void *memory;
    if (memory == NULL)
        memory = zeroed(answer_bytes());
    return memory;
}

static bool is_score(double score)
{
    if (!isfinite(score) || score < 0 || score > 1)
        return false;
    return resyn_declaration.score == RS_PARTIAL || score <= 0 || score >= 1;
}

struct judgement judge(const state *s, const char *text, size_t size, bool bare)
{
    struct judgement judgement = {.rule = EXTRACTION_WHOLE, .valid = true};
    struct extracted found = {EXTRACTION_WHOLE, 0, size};
    if (!bare)
        found = extract_answer(text, size, (unsigned)resyn_declaration.extract, JOB_FINISHED,
                               resyn_declaration.answer_form == RS_VERBATIM);
    judgement.rule = found.rule;
    if (found.rule == EXTRACTION_NONE)
        return judgement;
    rs_answer *answer = answer_init(answer_memory(), text + found.offset, found.size);
    dirty_the_stack(0x22);
    double score = verify(s, answer);
    answer_finish(answer, &judgement.result);
    const struct answer_result *result = &judgement.result;
    bool unread = result->unread && resyn_declaration.rest != RS_IGNORED;
    bool refused = result->refused || result->rejected || unread;
    judgement.score = refused ? 0 : score;
    judgement.valid = is_score(judgement.score);
    return judgement;
}

double score_of(const state *s, const char *answer)
{
    static const char open[] = "<answer>", close[] = "</answer>";
    size_t size = strlen(answer) + sizeof open + sizeof close;
    char *response = zeroed(size);
    size = (size_t)snprintf(response, size, "%s%s%s", open, answer, close);
    struct judgement judgement = judge(s, response, size, false);
    free(response);
    if (!judgement.valid) {
        fprintf(stderr, "verify returned %g\n", judgement.score);
        abort();
    }
    return judgement.score;
}

state *load_given(const char *given)
{
    state *s = zeroed(resyn_declaration.state_size);
    rs_answer *answer = answer_init(answer_memory(), given, strlen(given));
    struct answer_result result;
    dirty_the_stack(0x44);
    bool loaded = load(s, answer);
    answer_finish(answer, &result);
    if (loaded && !result.refused && !result.rejected && !result.unread)
        return s;
    free(s);
    return NULL;
}
