/* SPDX-License-Identifier: Apache-2.0 */
/* trampoline_x86_64.c: see trampoline.h. XRSTOR from an area that says "all in the initial state"
 * resets every extension that the processor has, those that came after this was written too;
 * `vzeroall` would leave zmm16 to zmm31 and the mask registers as they are. */
#include "daemon/worker/trampoline.h"

#ifndef __x86_64__
#error "this file is for x86_64: write trampoline_<architecture>.c"
#endif

#include <cpuid.h>
#include <stddef.h>

#define MXCSR_INITIAL 0x1f80

/* Named in the assembly below. The saved stack pointer lies outside anything that a call is handed,
 * so that a smashed stack cannot move it. */
static const uint32_t trampoline_mxcsr __attribute__((used)) = MXCSR_INITIAL;
static void *trampoline_own_stack __attribute__((used));
static uint32_t trampoline_components[2] __attribute__((used)); /* XCR0; 0: there is no XSAVE */
static struct {
    uint8_t legacy[24];
    uint32_t mxcsr; /* the one register that XRSTOR loads even from an area in the initial state */
    uint8_t rest[512 - 28];
    uint64_t header[8]; /* no component is saved here */
} trampoline_initial __attribute__((used, aligned(64))) = {.mxcsr = MXCSR_INITIAL};

_Static_assert(offsetof(struct trampoline, function) == 0, "named in the assembly");
_Static_assert(offsetof(struct trampoline, argument) == 8, "named in the assembly");
_Static_assert(offsetof(struct trampoline, stack_top) == 40, "named in the assembly");
_Static_assert(offsetof(struct returned, real) == 8, "named in the assembly");

void trampoline_init(void)
{
    unsigned a, b, c, d;
    if (__get_cpuid(1, &a, &b, &c, &d) && (c & bit_OSXSAVE))
        __asm__("xgetbv" : "=a"(trampoline_components[0]), "=d"(trampoline_components[1]) : "c"(0));
}

/* Flags: 0x202 is all clear but interrupts (and the bit that is always set): no direction, no
 * alignment check, no trap. */
__attribute__((naked)) void trampoline_call(const struct trampoline *trampoline,
                                            struct returned *returned)
{
    __asm__("push %rbp\n\t"
            "push %rbx\n\t"
            "push %r12\n\t"
            "push %r13\n\t"
            "push %r14\n\t"
            "push %r15\n\t"
            "push %rsi\n\t"
            "mov %rsp, trampoline_own_stack(%rip)\n\t"
            "mov %rdi, %r11\n\t"
            /* Vectors, masks, floating point. */
            "mov trampoline_components(%rip), %eax\n\t"
            "mov 4+trampoline_components(%rip), %edx\n\t"
            "test %eax, %eax\n\t"
            "jz 1f\n\t"
            "xrstor64 trampoline_initial(%rip)\n\t"
            "jmp 2f\n"
            "1:\n\t"
            "fninit\n\t"
            "ldmxcsr trampoline_mxcsr(%rip)\n\t"
            ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
            "pxor %xmm\\n, %xmm\\n\n\t"
            ".endr\n"
            "2:\n\t"
            /* The call's stack, arguments, and nothing else. */
            "mov 40(%r11), %rsp\n\t"
            "mov 8(%r11), %rdi\n\t"
            "mov 16(%r11), %rsi\n\t"
            "mov 24(%r11), %rdx\n\t"
            "mov 32(%r11), %rcx\n\t"
            "mov (%r11), %r11\n\t"
            "xor %eax, %eax\n\t"
            "xor %ebx, %ebx\n\t"
            "xor %ebp, %ebp\n\t"
            ".irp n, 8, 9, 10, 12, 13, 14, 15\n\t"
            "xor %r\\n\\()d, %r\\n\\()d\n\t"
            ".endr\n\t"
            "pushq $0x202\n\t"
            "popfq\n\t"
            "call *%r11\n\t"
            /* Home, without believing anything that the call has left. */
            "mov trampoline_own_stack(%rip), %rsp\n\t"
            "pushq $0x202\n\t"
            "popfq\n\t"
            "pop %rsi\n\t"
            "mov %rax, (%rsi)\n\t"
            "movsd %xmm0, 8(%rsi)\n\t"
            "fninit\n\t"
            "ldmxcsr trampoline_mxcsr(%rip)\n\t"
            "pop %r15\n\t"
            "pop %r14\n\t"
            "pop %r13\n\t"
            "pop %r12\n\t"
            "pop %rbx\n\t"
            "pop %rbp\n\t"
            "ret");
}
