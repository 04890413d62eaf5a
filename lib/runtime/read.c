/* SPDX-License-Identifier: Apache-2.0 */
/* read.c: integers, reals, words, lines, choices, lists and whole tokens; see resyn.h. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/answer.h"
#include "lib/runtime/offered.h"

/* The integer at `*at`, with its sign; `*at` moves behind it. False where there is none, or where
 * it does not end or does not fit. */
static bool take_int(const rs_answer *answer, size_t *at, int64_t *value)
{
    size_t start = *at;
    bool negative = byte_at(answer, start) == '-', fits = true;
    if (negative || byte_at(answer, start) == '+')
        start++;
    size_t end = skip_digits(answer, start);
    *value = 0;
    for (size_t i = start; i < end && fits; i++) {
        int digit = answer->text[i] - '0';
        fits = !__builtin_mul_overflow(*value, (int64_t)10, value) &&
               !__builtin_add_overflow(*value, (int64_t)(negative ? -digit : digit), value);
    }
    *at = end;
    return end > start && fits && number_may_end(answer, end);
}

int64_t rs_read_int(rs_answer *answer, int64_t low, int64_t high)
{
    if (!start_value(answer, "an integer"))
        return low;
    size_t end = answer->at;
    int64_t value;
    if (!take_int(answer, &end, &value) || value < low || value > high) {
        refuse_expected(answer, "an integer from %ld to %ld", (long)low, (long)high);
        return low;
    }
    end_value(answer, end);
    return value;
}

/* The end of the real at `at`, or `at` where there is none. */
static size_t real_end(const rs_answer *answer, size_t at)
{
    size_t start = at;
    if (byte_at(answer, at) == '-' || byte_at(answer, at) == '+')
        at++;
    size_t end = skip_digits(answer, at);
    size_t digits = end - at;
    if (byte_at(answer, end) == '.') {
        at = end + 1;
        end = skip_digits(answer, at);
        digits += end - at;
    }
    if (!digits)
        return start;
    if (byte_at(answer, end) == 'e' || byte_at(answer, end) == 'E') {
        at = end + 1;
        if (byte_at(answer, at) == '-' || byte_at(answer, at) == '+')
            at++;
        size_t exponent = skip_digits(answer, at);
        return exponent > at ? exponent : start;
    }
    return end;
}

static bool take_real(const rs_answer *answer, size_t *at, double *value)
{
    size_t end = real_end(answer, *at), size = end - *at;
    char copy[REAL_BYTES_MAX + 1];
    if (!size || size > REAL_BYTES_MAX || !number_may_end(answer, end))
        return false;
    memcpy(copy, answer->text + *at, size);
    copy[size] = 0;
    *value = strtod(copy, NULL);
    *at = end;
    return true;
}

static double make_finite(double value)
{
    return value != value ? 0 : value > DBL_MAX ? DBL_MAX : value < -DBL_MAX ? -DBL_MAX : value;
}

double rs_read_real(rs_answer *answer, double low, double high)
{
    low = make_finite(low);
    high = make_finite(high);
    if (!start_value(answer, "a number"))
        return low;
    size_t end = answer->at;
    double value;
    if (!take_real(answer, &end, &value) || !(value >= low && value <= high)) {
        refuse_expected(answer, "a number from %g to %g", low, high);
        return low;
    }
    end_value(answer, end);
    return value;
}

/* Hands out text[start, end) as a string. */
static size_t give_text(rs_answer *answer, size_t start, size_t end, char *out, size_t size)
{
    size_t length = end - start;
    if (length >= size) {
        refuse_expected(answer, "at most %zu bytes", size ? size - 1 : 0);
        return 0;
    }
    memcpy(out, answer->text + start, length);
    out[length] = 0;
    return length;
}

size_t rs_read_word(rs_answer *answer, char *out, size_t size)
{
    if (size)
        *out = 0;
    if (!start_value(answer, "a word"))
        return 0;
    size_t end = word_end(answer, answer->at);
    if (end == answer->at) {
        refuse_expected(answer, "a word");
        return 0;
    }
    size_t length = give_text(answer, answer->at, end, out, size);
    if (length)
        end_value(answer, end);
    return length;
}

size_t rs_read_line(rs_answer *answer, char *out, size_t size)
{
    if (size)
        *out = 0;
    if (answer->answer->refused)
        return 0;
    answer->at = token_start(answer);
    if (answer->at >= answer->size) {
        refuse_expected(answer, "a line");
        return 0;
    }
    const char *start = answer->text + answer->at;
    const char *newline = memchr(start, '\n', answer->size - answer->at);
    size_t line_end = newline ? (size_t)(newline - answer->text) : answer->size, end = line_end;
    while (end > answer->at && is_space(answer->text[end - 1]))
        end--;
    size_t length = give_text(answer, answer->at, end, out, size);
    if (length) {
        answer->at = line_end;
        answer->before = BEFORE_NOTHING;
    }
    return length;
}

/* The bytes of a class hang together, so that a token cannot end between two of them. Brackets,
 * quotes and the like stand for themselves. */
static int byte_class(char byte)
{
    if (is_word_byte(byte))
        return 1;
    return byte && strchr("<>=!+-*/&|^~%:.", byte) ? 2 : 0;
}

static bool token_may_end(const rs_answer *answer, size_t end)
{
    if (end >= answer->size || end == 0)
        return true;
    int class = byte_class(answer->text[end - 1]);
    return class == 0 || class != byte_class(answer->text[end]);
}

static bool name_is_at(const rs_answer *answer, size_t at, const char *name, size_t size)
{
    return size && size <= answer->size - at && same_letters(answer->text + at, name, size) &&
           token_may_end(answer, at + size);
}

static void refuse_choice(rs_answer *answer, const char *const *names, int count)
{
    char list[120] = "";
    size_t used = 0;
    for (int i = 0; i < count && used < sizeof list; i++) {
        const char *between = i == 0 ? "" : i == count - 1 ? " or " : ", ";
        used += (size_t)offer_snprintf(list + used, sizeof list - used, "%s\"%.30s\"", between,
                                       names[i]);
    }
    if (used < sizeof list)
        refuse_expected(answer, "%s", list);
    else
        refuse_expected(answer, "one of %d names", count);
}

int rs_read_choice(rs_answer *answer, const char *const *names, int count)
{
    if (!start_value(answer, "a name"))
        return 0;
    int best = -1;
    size_t best_size = 0;
    for (int i = 0; i < count; i++) {
        size_t size = strlen(names[i]);
        if (size > best_size && name_is_at(answer, answer->at, names[i], size)) {
            best = i;
            best_size = size;
        }
    }
    if (best < 0) {
        refuse_choice(answer, names, count);
        return 0;
    }
    end_value(answer, answer->at + best_size);
    return best;
}

static bool closes_list(char byte)
{
    return byte == ']' || byte == ')' || byte == '}';
}

/* The elements of a list, up to its end. Returns how many, −1 where one was refused. */
static int take_list(rs_answer *answer, bool bracket, int *out, int max, int low, int high)
{
    for (int count = 0;; count++) {
        size_t at = skip_space(answer, answer->at);
        bool ended = at >= answer->size || closes_list(answer->text[at]);
        if (ended && (!bracket || byte_at(answer, at) == ']')) {
            if (bracket)
                end_value(answer, at + 1);
            return count;
        }
        if (count >= max) {
            refuse_expected(answer, "at most %d integers", max < 0 ? 0 : max);
            return -1;
        }
        int64_t value = rs_read_int(answer, low, high);
        if (answer->answer->refused)
            return -1;
        out[count] = (int)value;
    }
}

int rs_read_ints(rs_answer *answer, int *out, int max, int low, int high)
{
    for (int i = 0; i < max; i++)
        out[i] = low;
    if (!start_value(answer, "a list"))
        return 0;
    bool bracket = byte_at(answer, answer->at) == '[';
    answer->at += bracket;
    answer->before = BEFORE_NOTHING;
    int count = take_list(answer, bracket, out, max, low, high);
    if (count >= 0)
        return count;
    for (int i = 0; i < max; i++)
        out[i] = low;
    return 0;
}

bool rs_accept(rs_answer *answer, const char *token)
{
    size_t size = strlen(token), at = token_start(answer);
    if (answer->answer->refused || !size || size > answer->size - at ||
        memcmp(answer->text + at, token, size) != 0 || !token_may_end(answer, at + size))
        return false;
    answer->at = at + size;
    bool closed = is_word_byte(token[size - 1]) || strchr(")]}\"'", token[size - 1]);
    answer->before = closed ? BEFORE_TOKEN : BEFORE_NOTHING;
    return true;
}

/* True after a refusal too, so that a loop up to the end ends: the readers move no more. */
bool rs_at_end(rs_answer *answer)
{
    return answer->answer->refused || skip_space(answer, answer->at) >= answer->size;
}

void rs_read_end(rs_answer *answer)
{
    if (!answer->answer->refused && !rs_at_end(answer))
        refuse_expected(answer, "the end");
}
