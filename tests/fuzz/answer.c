/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c: fuzz target: the readers keep their promises on any text. Input: lines of readers to
 * call, one byte each, up to the first newline; then the answer. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/runtime/runtime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CALLS_MAX = 64 };

/* No reader ends a call. */
_Noreturn void runtime_end(enum last_words why, const char *text)
{
    fprintf(stderr, "runtime_end: %s\n", text);
    abort();
}

static void require(int condition)
{
    if (!condition)
        abort();
}

static void read_text(rs_answer *answer, int line)
{
    char out[16];
    memset(out, '~', sizeof out);
    size_t length =
        line ? rs_read_line(answer, out, sizeof out) : rs_read_word(answer, out, sizeof out);
    require(length < sizeof out && strlen(out) == length);
    require(length > 0 || rs_refused(answer));
    for (size_t i = length + 1; i < sizeof out; i++)
        require(out[i] == '~');
}

static void read_list(rs_answer *answer)
{
    int list[6] = {0, 0, 0, 0, 0, 77};
    int count = rs_read_ints(answer, list, 5, -3, 9);
    require(count >= 0 && count <= 5 && list[5] == 77);
    for (int i = 0; i < 5; i++)
        require(list[i] >= -3 && list[i] <= 9 && (i < count || list[i] == -3));
}

static void read_cells(rs_answer *answer, const char *alphabet)
{
    char cells[7] = "~~~~~~~";
    rs_read_grid(answer, cells, 2, 3, alphabet);
    for (int i = 0; i < 6; i++)
        require(strchr(alphabet, cells[i]) && cells[i]);
    require(cells[6] == '~');
}

static void read_rational(rs_answer *answer)
{
    rs_number number, zero = {0, 1};
    bool taken = rs_read_number(answer, &number);
    require(number.denominator > 0 && isfinite(rs_number_real(number)));
    require(taken || (number.numerator == 0 && number.denominator == 1));
    int order = rs_number_compare(number, zero);
    require(order == (number.numerator > 0) - (number.numerator < 0));
}

static rs_answer *call_reader(rs_answer *root, rs_answer *answer, char which)
{
    static const char *const names[] = {"yes", "no", "not sure"};
    int64_t whole;
    double real;
    switch (which) {
    case 'i':
        whole = rs_read_int(answer, -5, 1000);
        require(whole >= -5 && whole <= 1000);
        break;
    case 'r':
        real = rs_read_real(answer, -2.5, INFINITY);
        require(isfinite(real) && real >= -2.5);
        break;
    case 'w':
        read_text(answer, 0);
        break;
    case 'l':
        read_text(answer, 1);
        break;
    case 'c':
        require((unsigned)rs_read_choice(answer, names, 3) < 3);
        break;
    case 'L':
        read_list(answer);
        break;
    case 'g':
        read_cells(answer, ".#");
        break;
    case 'G':
        read_cells(answer, "# ");
        break;
    case 'n':
        read_rational(answer);
        break;
    case 'a':
        rs_accept(answer, "x");
        rs_accept(answer, "[");
        break;
    case 'f':
        return rs_field(answer, "x");
    case 'F':
        return rs_field(root, "y");
    case 'h':
        rs_has_field(answer, "x");
        break;
    case 'e':
        rs_read_end(answer);
        break;
    case 'R':
        rs_reject(answer, "%.30s", "because");
        break;
    default:
        rs_at_end(answer);
    }
    return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void *memory;
    const char *calls = (const char *)data, *newline = size ? memchr(data, '\n', size) : NULL;
    if (!newline)
        return 0;
    memory = memory ? memory : malloc(answer_bytes());
    size_t count = (size_t)(newline - calls), text_size = size - count - 1;
    rs_answer *root = answer_init(memory, newline + 1, text_size), *answer = root;
    bool refused = rs_refused(root);
    for (size_t i = 0; i < count && i < CALLS_MAX; i++) {
        answer = call_reader(root, answer, calls[i]);
        require(!refused || rs_refused(root)); /* a refusal sticks */
        refused = rs_refused(root);
    }
    struct answer_result result;
    answer_finish(root, &result);
    require(result.refused == refused);
    require(result.reason_size < REASON_MAX && result.reason[result.reason_size] == 0);
    require(utf8_valid(result.reason, result.reason_size));
    require(!result.refused || result.reason_size > 0);
    return 0;
}
