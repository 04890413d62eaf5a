/* SPDX-License-Identifier: Apache-2.0 */
/* compile.c: the steps from a source to an image: look at its bytes, at its tokens, let libtcc
 * compile and relocate it, look at what came out. Runs in resynd-compiler after its lock. */
#include "lib/compile/compile.h"

#include <libtcc.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/compile/diagnose.h"
#include "lib/compile/place.h"
#include "lib/compile/rules.h"
#include "lib/compile/tame.h"
#include "proto/limits.h"

/* The offered functions are at the worker's stubs; only their names are used here. */
static const char *const offered_names[] = {
#define OFFER(name, function) #name,
#include "lib/runtime/offered.def"
#undef OFFER
};

/* Compiled first: its alignment makes data begin on a page, which text does not share. */
static const char prelude[] = "char " DATA_MARKER "[16] __attribute__((aligned(4096))) = {1};\n";

static uint32_t line_of(const char *source, size_t offset)
{
    uint32_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += source[i] == '\n';
    return line;
}

static void check_bytes(struct diagnosis *d)
{
    const char *nul = memchr(d->source, '\0', d->size);
    if (nul != NULL) {
        diagnose(d, line_of(d->source, (size_t)(nul - d->source)), 0, NULL,
                 "the source holds a NUL byte");
        return;
    }
    size_t at = 0, length;
    while (at < d->size && (length = utf8_length(d->source + at, d->size - at)) != 0)
        at += length;
    if (at < d->size)
        diagnose(d, line_of(d->source, at), 0, NULL, "the source is not UTF-8");
}

static void take_message(void *opaque, const char *text)
{
    diagnose_libtcc(opaque, text);
}

static TCCState *prepare(struct diagnosis *d)
{
    TCCState *state = tcc_new();
    if (state == NULL)
        return NULL;
    tcc_set_error_func(state, d, take_message);
    tcc_set_options(state, "-nostdlib -nostdinc -Wall");
    tcc_add_sysinclude_path(state, TAME_HEADERS);
    tcc_set_output_type(state, TCC_OUTPUT_MEMORY);
    for (size_t i = 0; i < sizeof offered_names / sizeof *offered_names; i++)
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): an address in the worker */
        tcc_add_symbol(state, offered_names[i], (const void *)(STUB_BASE + i * STUB_BYTES));
    if (tcc_compile_string(state, prelude) != 0)
        return NULL;
    return state;
}

/* libtcc's return value does not tell all of its errors; d->failed does. */
static void run_libtcc(struct diagnosis *d, const char *source, struct image_header *image)
{
    if (setjmp(tame.exit) != 0) {
        if (!d->failed)
            diagnose(d, 0, 0, NULL, "the compiler gave up");
        return;
    }
    TCCState *state = prepare(d);
    if (state == NULL) {
        diagnose(d, 0, 0, NULL, "the compiler has no memory to begin with");
        return;
    }
    int rc = tcc_compile_string(state, source);
    if (rc != 0 && !d->failed)
        diagnose(d, 0, 0, NULL, "the source does not compile");
    if (!d->failed)
        place_image(d, state, image);
}

/* On a copy that ends with a NUL, as libtcc wants it, and that its sender cannot change. */
static void compile_copy(struct diagnosis *d, char *copy, struct image_header *image)
{
    struct scan scan;
    memcpy(copy, d->source, d->size);
    copy[d->size] = '\0';
    d->source = copy;
    check_bytes(d);
    if (d->failed)
        return;
    if (!scan_init(&scan, copy, d->size)) {
        diagnose(d, 0, 0, NULL, "the compiler has no memory for the source");
        return;
    }
    d->scan = &scan;
    rules_check(d);
    if (!d->failed)
        formats_check(d);
    if (!d->failed)
        run_libtcc(d, copy, image);
    scan_deinit(&scan);
}

static void check_size(struct diagnosis *d)
{
    if (d->size == 0)
        diagnose(d, 0, 0, NULL, "the source is empty");
    if (d->size > SOURCE_MAX)
        diagnose(d, 0, 0, NULL, "the source has %zu bytes; %d are the most", d->size, SOURCE_MAX);
}

void compile(const char *source, size_t size, struct image_header *image,
             struct compile_report *report)
{
    static const struct scan nothing;
    static char copy[SOURCE_MAX + 1];
    struct diagnosis d = {.source = source, .size = size, .scan = &nothing, .report = report};
    check_size(&d);
    if (!d.failed)
        compile_copy(&d, copy, image);
    __atomic_store_n(&report->finished, d.failed ? 2u : 1u, __ATOMIC_RELEASE);
}
