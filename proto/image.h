/* SPDX-License-Identifier: Apache-2.0 */
/* image.h: the machine code of one version, as resynd-compiler writes it into a memfd and workers
 * map it: a header page, text, data. Relocated to a fixed address; holds no pointer into any
 * process: library functions are reached through a page of jump stubs at an address of its own, so
 * the same source gives the same bytes.
 *
 * The whole comes from a process that a hostile source may own: image_check (lib/image) first. */
#ifndef PROTO_IMAGE_H
#define PROTO_IMAGE_H

#include <stdint.h>

/* Chosen to be free under AddressSanitizer too; within 2 GiB of each other, so that calls are
 * direct. Stub i of the offered functions (lib/runtime/offered.def) is at STUB_BASE + i *
 * STUB_BYTES. */
#define STUB_BASE 0x200000000000ul
#define STUB_BYTES 16
#define IMAGE_BASE 0x200000100000ul
#define ARENA_BASE 0x200010000000ul /* the heap of a call; guard pages on both sides */
/* Behind the last byte of the stack of a call, however large it is: so a call meets the same
 * addresses whatever room it has. */
#define STACK_TOP 0x200020100000ul

#define IMAGE_MAGIC 0x31306e7973657221ul /* "!resyn01" */
#define IMAGE_BYTES_MAX (8u << 20)       /* bytes of the memfd, sparse */
#define IMAGE_TEXT_MAX (2u << 20)
#define IMAGE_DATA_MAX (1u << 20) /* static data is restored before each call */

/* What an image defines. The row: symbol, what kind needs it (environment, checker), prototype for
 * the message that says it is missing. */
/* clang-format off */
#define ENTRIES(X) \
    X(DECLARATION, "resyn_declaration", true,  true,  "RESYN_ENVIRONMENT(...) or RESYN_CHECKER(...)") \
    X(GENERATE,    "generate",          true,  false, "bool generate(state *s, witness *w, rs_random *random, int level)") \
    X(OBSERVE,     "observe",           true,  false, "void observe(const state *s, rs_text *question)") \
    X(VERIFY,      "verify",            true,  true,  "double verify(const state *s, rs_answer *answer)") \
    X(SOLVE,       "solve",             true,  false, "void solve(const state *s, const witness *w, rs_text *answer)") \
    X(ANOTHER,     "another",           false, false, "bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)") \
    X(LOAD,        "load",              false, true,  "bool load(state *s, rs_answer *given)")
/* clang-format on */

enum entry {
#define ENTRY_ENUM(symbol, name, environment, checker, prototype) ENTRY_##symbol,
    ENTRIES(ENTRY_ENUM)
#undef ENTRY_ENUM
        ENTRY_COUNT
};

/* At offset 0 of the memfd, mapped at IMAGE_BASE. Text follows at IMAGE_BASE + 4096, data at the
 * page after the text. */
struct image_header {
    uint64_t magic;
    uint32_t abi;       /* RESYN_ABI that the source was compiled against */
    uint32_t text_size; /* bytes, a multiple of 4096, below IMAGE_TEXT_MAX */
    uint32_t
        data_size; /* bytes, a multiple of 4096, zeroed data included; at most IMAGE_DATA_MAX */
    uint32_t unused;
    uint64_t
        entry[ENTRY_COUNT]; /* addresses: functions in text, the declaration in data; 0: none */
};

#endif
