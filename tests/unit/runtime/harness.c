/* SPDX-License-Identifier: Apache-2.0 */
/* harness.c: see harness.h. */
#include "tests/unit/runtime/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

static char *mapping;
static size_t mapped;

const char *guarded(const char *text, size_t size)
{
    if (mapping)
        munmap(mapping, mapped);
    size_t pages = (size + PAGE - 1) / PAGE * PAGE;
    mapped = pages + PAGE;
    mapping = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(mapping, MAP_FAILED);
    char *start = mapping + pages - size;
    memcpy(start, text, size);
    assert_int_equal(mprotect(mapping, mapped, PROT_READ), 0);
    assert_int_equal(mprotect(mapping + pages, PAGE, PROT_NONE), 0);
    return start;
}

rs_answer *read_bytes(const char *text, size_t size)
{
    static void *memory;
    free(memory);
    memory = malloc(answer_bytes());
    assert_non_null(memory);
    memset(memory, 0xa5, answer_bytes()); /* what an earlier answer has left */
    return answer_init(memory, guarded(text, size), size);
}

rs_answer *read_answer(const char *text)
{
    return read_bytes(text, strlen(text));
}

struct answer_result finish(rs_answer *answer)
{
    struct answer_result result;
    answer_finish(answer, &result);
    assert_true(result.reason_size < REASON_MAX);
    assert_int_equal(strlen(result.reason), result.reason_size);
    return result;
}

char *heap;

int heap_setup(void **state)
{
    heap = heap ? heap : malloc(HEAP_BYTES);
    memset(heap, 0, HEAP_BYTES);
    arena_init(heap, HEAP_BYTES);
    return 0;
}

struct ending ending;

_Noreturn void runtime_end(enum last_words why, const char *text)
{
    ending.why = why;
    snprintf(ending.text, sizeof ending.text, "%s", text);
    if (!ending.armed) {
        fprintf(stderr, "runtime_end: %s\n", text);
        abort();
    }
    longjmp(ending.jump, 1);
}
