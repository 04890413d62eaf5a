/* SPDX-License-Identifier: Apache-2.0 */
/* harness.h: what the runtime's tests share: answers whose text ends at a page that cannot be read,
 * and a runtime_end that a test survives. */
#ifndef UNIT_RUNTIME_HARNESS_H
#define UNIT_RUNTIME_HARNESS_H

#include "lib/runtime/runtime.h"
#include "tests/unit/test.h"

/* A copy of the text, read-only, with an unreadable page right behind it. Valid until the next one.
 */
const char *guarded(const char *text, size_t size);

/* An answer on guarded text. Valid until the next one. */
rs_answer *read_answer(const char *text);
rs_answer *read_bytes(const char *text, size_t size);
/* How it ended. */
struct answer_result finish(rs_answer *answer);

/* A heap as the worker gives one. */
enum { HEAP_BYTES = 65536 };
extern char *heap;
int heap_setup(void **state);

/* How the last call ended that ENDS caught. */
extern struct ending {
    bool armed;
    enum last_words why;
    char text[REASON_MAX];
    jmp_buf jump;
} ending;

/* True where the statement ends the call instead of returning. */
#define ENDS(statement)                                                                       \
    (ending.armed = true, setjmp(ending.jump) == 0 ? (statement, ending.armed = false, false) \
                                                   : (ending.armed = false, true))

#endif
