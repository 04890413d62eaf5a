/* SPDX-License-Identifier: Apache-2.0 */
/* extract.h: the rules by which the answer is found in a response (runtime.h: extract_answer).
 * Raise RUNTIME_SEMANTICS where one changes.
 *
 * 1. The thought. Only what follows the last </think> is searched. Where a <think> stands behind it
 *    (or anywhere, if there is no </think>), the thought was never finished: no answer. So too with
 *    JOB_THINKING_PREFILLED and no </think>.
 * 2. Tags. <answer> and </answer>, in lower case. A </answer> belongs to the nearest <answer>
 * before it, so one that is only mentioned does no harm, and no answer contains <answer>. The last
 * pair that holds more than white space is the answer.
 * 3. The open tag. Without such a pair and with JOB_FINISHED, what follows the last <answer>, if no
 *    </answer> does: a stop string took the closing tag.
 * 4. Boxes. Otherwise the last \boxed{…} with balanced braces that holds more than white space; the
 *    outer one of nested boxes. \{ and \} do not count as braces. \\boxed{ counts as \boxed{.
 * 5. Empty answers. Otherwise an empty <answer></answer>, or else an empty \boxed{}, is an answer
 * of no bytes: in some environments that is right.
 * 6. Otherwise, as `extract` says: the last line that is not blank (RS_LAST_LINE), or all of it
 *    (RS_WHOLE); RS_TAGGED finds no answer.
 *
 * With JOB_BARE the whole text is the answer (EXTRACTION_WHOLE), as if it had stood in tags.
 *
 * Unless RS_VERBATIM, the answer is then cleaned: white space at both ends is removed, and each of
 * these once, in whatever order they are wrapped around each other:
 *   - a code fence (```, with the name of a language behind it or without), or `…`
 *   - $…$, $$…$$, \(…\) or \[…\]
 *   - **…**
 *   - \text{…}
 *   - \boxed{…}
 *   - one full stop at the end, of an answer of one line that has more than it and does not end in
 *     two: on the last line of a grid a dot is a cell
 * but only where it encloses the whole: $3$ and $4$ stays as it is. */
#ifndef RUNTIME_EXTRACT_H
#define RUNTIME_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of a text. */
struct span {
    const char *text;
    size_t size;
};

struct span span_trim(struct span span);
bool span_blank(struct span span);
/* Removes what encloses the answer, see above. */
struct span span_clean(struct span span);

#endif
