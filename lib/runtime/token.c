/* SPDX-License-Identifier: Apache-2.0 */
/* token.c: where tokens start and end, for all readers; see answer.h. */
#include <string.h>

#include "lib/runtime/answer.h"
#include "lib/runtime/offered.h"

bool is_word_byte(char byte)
{
    return offer_isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

bool same_letters(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (offer_tolower((unsigned char)a[i]) != offer_tolower((unsigned char)b[i]))
            return false;
    return true;
}

char byte_at(const rs_answer *answer, size_t at)
{
    return at < answer->size ? answer->text[at] : 0;
}

size_t skip_space(const rs_answer *answer, size_t at)
{
    while (at < answer->size && is_space(answer->text[at]))
        at++;
    return at;
}

size_t skip_digits(const rs_answer *answer, size_t at)
{
    while (at < answer->size && offer_isdigit((unsigned char)answer->text[at]))
        at++;
    return at;
}

static bool is_separator(char byte)
{
    return byte == ',' || byte == ';';
}

size_t token_start(const rs_answer *answer)
{
    size_t at = skip_space(answer, answer->at);
    if (answer->before != BEFORE_NOTHING && is_separator(byte_at(answer, at)))
        at = skip_space(answer, at + 1);
    return at;
}

bool start_value(rs_answer *answer, const char *expected)
{
    if (answer->answer->refused)
        return false;
    size_t at = token_start(answer);
    if (answer->before == BEFORE_VALUE && at == answer->at && at < answer->size) {
        refuse_expected(answer, "white space or a comma before %s", expected);
        return false;
    }
    answer->at = at;
    return true;
}

void end_value(rs_answer *answer, size_t at)
{
    answer->at = at;
    answer->before = BEFORE_VALUE;
}

size_t word_end(const rs_answer *answer, size_t at)
{
    while (at < answer->size && !is_space(answer->text[at]) && !is_separator(answer->text[at]))
        at++;
    return at;
}

bool number_may_end(const rs_answer *answer, size_t at)
{
    char next = byte_at(answer, at);
    return at >= answer->size || (!is_word_byte(next) && next != '.');
}
