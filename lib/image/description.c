/* SPDX-License-Identifier: Apache-2.0 */
/* description.c: see image.h: checks a declaration as a worker handed it out. The sentences are for
 * the environment's author: they name the field as it is written in the source. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/image/image.h"

enum {
    LEVELS_MIN = 5,
    AUTHOR_SENTENCE_MAX = 200, /* bytes of .summary and .answer that authors get */
    STACK_KIB_MIN = 16,        /* what the offered functions themselves may need */
    EXAMPLES_MIN = 10,         /* of each: right and wrong */
};
#define EMPTY_MAY_WIN_MAX 0.05

#define WRONG(error, ...) error_set(error, -EINVAL, __VA_ARGS__)

/* ---- Strings -------------------------------------------------------------------------------- */

static int name_check(const char *field, const char *text, size_t room, struct error *error)
{
    size_t size = strnlen(text, room);
    if (size == room)
        return WRONG(error, "`%s` is longer than %zu bytes", field, room - 1);
    if (size == 0)
        return WRONG(error, "`%s` is missing", field);
    if (strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") != size)
        return WRONG(error, "`%s` may hold a to z, 0 to 9 and _ only", field);
    return 0;
}

/* No control characters, those of two bytes (C1) included: a terminal obeys them. */
static bool is_plain(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool second = byte == 0xc2 && i + 1 < size && (unsigned char)text[i + 1] < 0xa0;
        if (byte < 0x20 || byte == 0x7f || second)
            return false;
    }
    return utf8_valid(text, size);
}

static int sentence_check(const char *field, const char *text, struct error *error)
{
    size_t size = strnlen(text, SENTENCE_MAX);
    if (size == 0)
        return WRONG(error, "`%s` is missing", field);
    if (size > AUTHOR_SENTENCE_MAX)
        return WRONG(error, "`%s` is longer than %d bytes", field, AUTHOR_SENTENCE_MAX);
    if (!is_plain(text, size))
        return WRONG(error, "`%s` must be one line of UTF-8", field);
    return 0;
}

static int strings_check(const struct description *d, struct error *error)
{
    int result = name_check(".name", d->name, sizeof d->name, error);
    if (result == 0)
        result = name_check(".category", d->category, sizeof d->category, error);
    if (result == 0)
        result = sentence_check(".summary", d->summary, error);
    return result < 0 ? result : sentence_check(".answer", d->answer, error);
}

static int metrics_check(const struct description *d, struct error *error)
{
    if (d->metric_count > RS_METRICS_MAX)
        return WRONG(error, "`.metrics` has more than %d names", RS_METRICS_MAX);
    for (uint32_t i = 0; i < d->metric_count; i++) {
        int result = name_check(".metrics", d->metrics[i], METRIC_NAME_MAX, error);
        if (result < 0)
            return result;
        for (uint32_t j = 0; j < i; j++)
            if (strcmp(d->metrics[i], d->metrics[j]) == 0)
                return WRONG(error, "`.metrics` names \"%s\" twice", d->metrics[i]);
    }
    for (uint32_t i = d->metric_count; i < RS_METRICS_MAX; i++)
        if (d->metrics[i][0])
            return WRONG(error, "`.metrics` has a gap: a name after a NULL");
    return 0;
}

/* ---- Numbers -------------------------------------------------------------------------------- */

/* The author wrote an int: −3 is shown as −3. `who` says whose the range is, `what` of what. */
static int range_check(const char *field, uint32_t value, int low, int high, const char *who,
                       const char *what, struct error *error)
{
    int32_t written = (int32_t)value;
    if (written >= low && written <= high)
        return 0;
    return WRONG(error, "`%s` is %d: %s has %d to %d %s", field, written, who, low, high, what);
}

static int choice_check(const char *field, uint32_t value, int low, int high, const char *names,
                        struct error *error)
{
    int32_t written = (int32_t)value;
    if (written >= low && written <= high)
        return 0;
    if (written == 0)
        return WRONG(error, "`%s` is missing: %s", field, names);
    return WRONG(error, "`%s` is %d: it is %s", field, written, names);
}

static int sizes_check(const struct description *d, struct error *error)
{
    if (d->state_size == 0)
        return WRONG(error, "`struct state` is empty: it holds all that defines an instance");
    if (d->state_size > RS_STATE_MAX)
        return WRONG(error, "`struct state` has %u bytes: at most %d", d->state_size, RS_STATE_MAX);
    if (d->witness_size > RS_WITNESS_MAX)
        return WRONG(error, "`struct witness` has %u bytes: at most %d", d->witness_size,
                     RS_WITNESS_MAX);
    return 0;
}

static int shares_check(const struct description *d, struct error *error)
{
    if (!(d->guess_rate >= 0 && d->guess_rate <= 1))
        return WRONG(error, "`.guess_rate` is %g: a share from 0 to 1", d->guess_rate);
    if (!(d->empty_may_win >= 0 && d->empty_may_win <= EMPTY_MAY_WIN_MAX))
        return WRONG(error, "`.empty_may_win` is %g: a share from 0 to %g", d->empty_may_win,
                     EMPTY_MAY_WIN_MAX);
    return 0;
}

static int choices_check(const struct description *d, struct error *error)
{
    int result =
        choice_check(".score", d->score, RS_BINARY, RS_PARTIAL, "RS_BINARY or RS_PARTIAL", error);
    if (result == 0)
        result = choice_check(".rest", d->rest, RS_REFUSED, RS_IGNORED, "RS_REFUSED or RS_IGNORED",
                              error);
    if (result == 0)
        result = choice_check(".answer_form", d->answer_form, RS_TRIMMED, RS_VERBATIM,
                              "RS_TRIMMED or RS_VERBATIM", error);
    if (result == 0)
        result = choice_check(".extract", d->extract, RS_TAGGED, RS_WHOLE,
                              "RS_TAGGED, RS_LAST_LINE or RS_WHOLE", error);
    return result < 0
               ? result
               : choice_check(".derived_state", d->derived_state, 0, 1, "true or false", error);
}

static int budgets_check(const struct description *d, struct error *error)
{
    int result = range_check(".cpu_ms", d->cpu_ms, 1, CPU_MS_MAX, "a call", "ms", error);
    if (result == 0)
        result =
            range_check(".memory_kib", d->memory_kib, 1, MEMORY_KIB_MAX, "a call", "KiB", error);
    if (result < 0)
        return result;
    return range_check(".stack_kib", d->stack_kib, STACK_KIB_MIN, STACK_KIB_MAX, "a call", "KiB",
                       error);
}

/* ---- Kinds ---------------------------------------------------------------------------------- */

static int kind_check(const struct description *d, struct error *error)
{
    if (d->abi != RESYN_ABI)
        return WRONG(error, "`.abi` is %d: leave it to the macro", (int)d->abi);
    if (d->checker > 1)
        return WRONG(error, "`.checker` is %d: leave it to the macro", (int)d->checker);
    if (d->has_another > 1)
        return WRONG(error, "the description is damaged");
    if (!d->checker)
        return range_check(".levels", d->levels, LEVELS_MIN, RS_LEVELS_MAX, "an environment",
                           "levels", error);
    if (d->levels)
        return WRONG(error, "`.levels` is %d: a checker has no levels", (int)d->levels);
    if (d->witness_size)
        return WRONG(error, "a checker has no witness");
    return 0;
}

static int example_check(const struct description *d, unsigned number,
                         const struct example *example, struct error *error)
{
    bool right = example->score == 1, wrong = example->score == 0;
    if (!(example->score >= 0 && example->score <= 1))
        return WRONG(error, "example %u has the score %g: a score is from 0 to 1", number,
                     example->score);
    if (d->score == RS_BINARY && !right && !wrong)
        return WRONG(error, "example %u has the score %g: with RS_BINARY it is 0 or 1", number,
                     example->score);
    if (example->given_size > GIVEN_MAX)
        return WRONG(error, "example %u has a given of more than %d bytes", number, GIVEN_MAX);
    return 0;
}

static int examples_check(const struct description *d, const void *bytes, size_t size,
                          struct error *error)
{
    unsigned right = 0, wrong = 0;
    if (!d->checker)
        return d->example_count ? WRONG(error, "`.examples` are for checkers") : 0;
    if (d->example_count > RS_EXAMPLES_MAX)
        return WRONG(error, "`.examples` are %u: at most %d", d->example_count, RS_EXAMPLES_MAX);
    for (unsigned i = 0; i < d->example_count; i++) {
        struct example example;
        if (!description_example(bytes, size, i, &example))
            return WRONG(error, "the description is damaged");
        int result = example_check(d, i + 1, &example, error);
        if (result < 0)
            return result;
        right += example.score == 1;
        wrong += example.score == 0;
    }
    if (right < EXAMPLES_MIN || wrong < EXAMPLES_MIN)
        return WRONG(error,
                     "`.examples` has %u right and %u wrong answers: a checker needs %d of each",
                     right, wrong, EXAMPLES_MIN);
    return 0;
}

int description_decode(const void *bytes, size_t size, struct description *out, struct error *error)
{
    if (size < sizeof *out)
        return WRONG(error, "the description is damaged");
    memcpy(out, bytes, sizeof *out);
    int result = kind_check(out, error);
    if (result == 0)
        result = strings_check(out, error);
    if (result == 0)
        result = sizes_check(out, error);
    if (result == 0)
        result = choices_check(out, error);
    if (result == 0)
        result = shares_check(out, error);
    if (result == 0)
        result = budgets_check(out, error);
    if (result == 0)
        result = metrics_check(out, error);
    return result < 0 ? result : examples_check(out, bytes, size, error);
}

bool description_example(const void *bytes, size_t size, unsigned index, struct example *out)
{
    const char *at = bytes;
    struct description_example head = {0};
    uint32_t count;
    if (size < sizeof(struct description))
        return false;
    memcpy(&count, at + offsetof(struct description, example_count), sizeof count);
    if (index >= count || index >= RS_EXAMPLES_MAX)
        return false;
    at += sizeof(struct description);
    size -= sizeof(struct description);
    for (unsigned i = 0;; i++) {
        if (size < sizeof head)
            return false;
        memcpy(&head, at, sizeof head);
        at += sizeof head;
        size -= sizeof head;
        if (head.given_size > size || head.response_size > size - head.given_size)
            return false;
        if (i == index)
            break;
        at += head.given_size + head.response_size;
        size -= head.given_size + head.response_size;
    }
    *out =
        (struct example){at, at + head.given_size, head.given_size, head.response_size, head.score};
    return true;
}
