/* SPDX-License-Identifier: Apache-2.0 */
/* fault.c: see fault.h. The handler runs on its own stack, in a process where any memory may be
 * damaged, and cannot return: the filter has no rt_sigreturn. A second fault inside it is the
 * kernel's to end. Last words never hold an address: they reach people and models. */
#include "daemon/worker/fault.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "daemon/worker/space.h"
#include "lib/ring/words.h"

enum {
    /* The kernel saves all vector state there: some 11 KiB where there are tiles (AMX). */
    HANDLER_STACK_BYTES = 64 * 1024,
    NULL_POINTER_BYTES = 64 * 1024, /* a member of a struct at NULL lies in here */
};

/* AddressSanitizer tidies its view of the stack before a call that does not return, for which it
 * must know the stack, which here it cannot. */
#define LAST_CALL __attribute__((no_sanitize_address))

static struct verdicts_head *last_head;
static volatile bool in_call;
static uintptr_t stack_bottom; /* of calls */

void fault_report_to(struct verdicts_head *head)
{
    last_head = head;
}

void fault_in_call(bool running)
{
    in_call = running;
}

LAST_CALL static _Noreturn void end(enum last_words why, const char *text, int status)
{
    if (last_head) {
        last_head->last_text_size = (uint32_t)words_clean(text, strnlen(text, REASON_MAX),
                                                          last_head->last_text, REASON_MAX);
        last_head->last_words = why;
    }
    _exit(status);
}

LAST_CALL _Noreturn void runtime_end(enum last_words why, const char *text)
{
    end(why, text, WORKER_EXIT_CALL);
}

LAST_CALL _Noreturn void worker_fail(const char *text)
{
    end(LAST_WORDS_CRASH, text, WORKER_EXIT_START);
}

static const char *segv_sentence(const siginfo_t *info, const ucontext_t *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    if (info->si_code == SI_KERNEL)
        return "a privileged instruction, or an address that no memory can have";
    if (address == (uintptr_t)context->uc_mcontext.gregs[REG_RIP])
        return "a call through an invalid function pointer";
    if (address < NULL_POINTER_BYTES)
        return "invalid memory access (null pointer)";
    if (info->si_code == SEGV_ACCERR)
        return "invalid memory access (protected memory)";
    return "invalid memory access (no memory there)";
}

static const char *sentence(int signal, const siginfo_t *info, const ucontext_t *context)
{
    switch (signal) {
    case SIGSEGV:
        return segv_sentence(info, context);
    case SIGFPE:
        return info->si_code == FPE_INTDIV ? "division by zero, or a quotient that does not fit"
                                           : "arithmetic exception";
    case SIGILL:
        return "illegal instruction";
    case SIGTRAP:
        return "a breakpoint instruction";
    default:
        return "invalid memory access (misaligned, or beyond an object)";
    }
}

LAST_CALL static void handle(int signal, siginfo_t *info, void *opaque)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    bool memory = signal == SIGSEGV && info->si_code != SI_KERNEL;
    if (!in_call)
        end(LAST_WORDS_CRASH, "the worker itself failed", WORKER_EXIT_FAULT);
    if (memory && address < stack_bottom && address >= stack_bottom - STACK_GUARD_BYTES)
        end(LAST_WORDS_STACK_OVERFLOW, "the stack is used up (.stack_kib)", WORKER_EXIT_CALL);
    end(LAST_WORDS_CRASH, sentence(signal, info, opaque), WORKER_EXIT_CALL);
}

int fault_install(const struct space *space, struct error *error)
{
    stack_bottom = (uintptr_t)space->stack;
    void *memory =
        mmap(NULL, HANDLER_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return error_set(error, -errno, "cannot map a stack for faults: %s", strerror(errno));
    stack_t stack = {.ss_sp = memory, .ss_size = HANDLER_STACK_BYTES};
    if (sigaltstack(&stack, NULL) < 0)
        return error_set(error, -errno, "cannot set a stack for faults: %s", strerror(errno));

    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], &action, NULL) < 0)
            return error_set(error, -errno, "cannot handle faults: %s", strerror(errno));
    return 0;
}
