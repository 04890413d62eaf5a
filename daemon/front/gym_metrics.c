/* SPDX-License-Identifier: Apache-2.0 */
/* gym_metrics.c: see gym_metrics.h. All numbers of all rows in one array, sorted by what they are
 * put together by. */
#include "daemon/front/gym_metrics.h"

#include <stdlib.h>
#include <string.h>

struct number {
    const struct value *key;
    bool grouped; /* the row has a task index */
    int64_t group;
    double value;
};

struct numbers {
    struct number *all; /* owned */
    size_t count;
    uint64_t rows, masked;
};

/* ---- Collecting ----------------------------------------------------------------------------- */

static bool read_number(const struct value *value, double *out)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_INTEGER:
        *out = (double)value->integer;
        return true;
    case VALUE_REAL:
        *out = value->real;
        return true;
    case VALUE_TRUE:
    case VALUE_FALSE:
        *out = value->kind == VALUE_TRUE;
        return true;
    default:
        return false;
    }
}

/* Gym's own indices are no metrics, and the mask decides what counts. */
static bool is_metric(const struct value *key)
{
    return strncmp(key->text, "_ng_", 4) != 0 && !value_equals(key, "mask_sample");
}

static void add_row(struct numbers *numbers, const struct value *row)
{
    const struct value *index = value_get(row, "_ng_task_index"), *end = value_next(row);
    struct number number = {.grouped = value_is(index, VALUE_INTEGER)};
    numbers->rows++;
    if (value_is(value_get(row, "mask_sample"), VALUE_TRUE)) {
        numbers->masked++;
        return;
    }
    if (number.grouped)
        number.group = index->integer;
    for (number.key = value_first(row); number.key < end; number.key = value_next(number.key + 1))
        if (is_metric(number.key) && read_number(number.key + 1, &number.value))
            numbers->all[numbers->count++] = number;
}

static bool collect(struct numbers *numbers, const struct value *rows,
                    struct request_trouble *trouble)
{
    const struct value *end = value_next(rows);
    /* There are fewer numbers than values. */
    *numbers = (struct numbers){.all = malloc((rows->inside + 1) * sizeof *numbers->all)};
    if (!numbers->all)
        return trouble_set(trouble, "internal", "", "no memory for the request");
    for (const struct value *row = value_first(rows); row < end; row = value_next(row)) {
        if (!value_is(row, VALUE_OBJECT))
            return trouble_set(trouble, "bad_request", "verify_responses", "a row is an object");
        add_row(numbers, row);
    }
    return true;
}

/* ---- Putting together ----------------------------------------------------------------------- */

static int by_key(const void *left, const void *right)
{
    const struct value *a = ((const struct number *)left)->key,
                       *b = ((const struct number *)right)->key;
    int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static int by_group(const void *left, const void *right)
{
    const struct number *a = left, *b = right;
    if (a->grouped != b->grouped)
        return a->grouped ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return by_key(left, right);
}

static void put_one(struct json *json, const char *what, const struct value *key, double value)
{
    struct buffer name = BUFFER_INIT;
    buffer_append_text(&name, what);
    buffer_append(&name, key->text, key->size);
    if (name.failed)
        json->out->failed = true;
    else
        json_put_key(json, name.data);
    json_put_real(json, value);
    buffer_deinit(&name);
}

/* Of `count` numbers under the same key. */
static void put_metric(struct json *json, const struct number *numbers, size_t count,
                       bool only_mean)
{
    double sum = 0, low = numbers[0].value, high = low;
    for (size_t i = 0; i < count; i++) {
        double value = numbers[i].value;
        sum += value;
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    put_one(json, "mean/", numbers[0].key, sum / (double)count);
    if (only_mean)
        return;
    put_one(json, "min/", numbers[0].key, low);
    put_one(json, "max/", numbers[0].key, high);
}

/* Of sorted numbers. */
static void put_metrics(struct json *json, const struct number *numbers, size_t count,
                        bool only_mean)
{
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && !by_key(&numbers[first], &numbers[next]);)
            next++;
        put_metric(json, &numbers[first], next - first, only_mean);
    }
}

static void put_groups(struct json *json, const struct number *numbers, size_t count)
{
    for (size_t first = 0, next; first < count && numbers[first].grouped; first = next) {
        for (next = first + 1;
             next < count && numbers[next].grouped && numbers[next].group == numbers[first].group;)
            next++;
        json_put_open(json, '{');
        json_put_name(json, "_ng_task_index");
        json_put_integer(json, numbers[first].group);
        put_metrics(json, &numbers[first], next - first, false);
        json_put_close(json, '}');
    }
}

static void put_all(struct json *json, struct numbers *numbers)
{
    qsort(numbers->all, numbers->count, sizeof *numbers->all, by_key);
    json_put_open(json, '{');
    json_put_name(json, "agent_metrics");
    json_put_open(json, '{');
    put_metrics(json, numbers->all, numbers->count, false);
    json_put_name(json, "resynd/rows");
    json_put_unsigned(json, numbers->rows);
    json_put_name(json, "resynd/masked");
    json_put_unsigned(json, numbers->masked);
    json_put_close(json, '}');
    json_put_name(json, "key_metrics");
    json_put_open(json, '{');
    put_metrics(json, numbers->all, numbers->count, true);
    json_put_close(json, '}');
    qsort(numbers->all, numbers->count, sizeof *numbers->all, by_group);
    json_put_name(json, "group_level_metrics");
    json_put_open(json, '[');
    put_groups(json, numbers->all, numbers->count);
    json_put_close(json, ']');
    json_put_close(json, '}');
    buffer_append(json->out, "\n", 1);
}

bool gym_metrics(struct buffer *out, const struct value *root, struct request_trouble *trouble)
{
    const struct value *rows = value_get(root, "verify_responses");
    struct json json = {.out = out};
    struct numbers numbers;
    if (!value_is(rows, VALUE_ARRAY))
        return trouble_set(trouble, "bad_request", "verify_responses",
                           "this must be a list of verified rows");
    bool fine = collect(&numbers, rows, trouble);
    if (fine)
        put_all(&json, &numbers);
    free(numbers.all);
    return fine;
}
