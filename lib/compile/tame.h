/* SPDX-License-Identifier: Apache-2.0 */
/* tame.h: what libtcc calls instead of the C library (tame-libtcc.py renames its calls), and how
 * its calls of exit are caught. One compile a process: the state is static. */
#ifndef COMPILE_TAME_H
#define COMPILE_TAME_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

/* Where headers seem to be; tcc_add_sysinclude_path takes it. */
#define TAME_HEADERS "/include"

enum {
    /* Heap of one compile, under the address space that the process may have: so that libtcc says
     * where it ran out. 256 KiB of source in ordinary code needs a tenth. */
    TAME_HEAP_MAX = 160 * 1024 * 1024,
    TAME_HEAP_RESERVE = 1024 * 1024, /* for saying so */
    /* One more and data would not start at the same place in its page everywhere. */
    TAME_ALIGN_MAX = 4096,
};

struct tame {
    jmp_buf exit;         /* set by the caller: exit of libtcc comes here */
    bool out_of_memory;   /* an allocation was refused */
    size_t heap, objects; /* bytes in use; bytes of objects with static storage */
};
extern struct tame tame;

#endif
