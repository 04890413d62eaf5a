/* SPDX-License-Identifier: Apache-2.0 */
/* trampoline_x86_64.c: see trampoline.h. XRSTOR from an area that says "all in the initial state"
 * resets every extension that the processor has, those that came after this was written too. It
 * takes 100 ns, so it is spared where XGETBV says that nothing but vectors and masks is in use (a
 * component that it says is not is in its initial state): those are zeroed one by one, `vzeroall`
 * leaving zmm16 to zmm31 and the masks as they are. */
#include "daemon/worker/trampoline.h"

#ifndef __x86_64__
#error "this file is for x86_64: write trampoline_<architecture>.c"
#endif

#include <cpuid.h>
#include <stdbool.h>
#include <stddef.h>

#define MXCSR_INITIAL 0x1f80

/* Components of XCR0, as the assembly names them: SSE, AVX and AVX-512; its three alone. */
#define VECTORS "0xe6"
#define VECTORS_512 "0xe0"
enum { COMPONENT_AVX = 0x4, COMPONENTS_VECTORS = 0xe6 };

/* Named in the assembly below. The saved stack pointer lies outside anything that a call is handed,
 * so that a smashed stack cannot move it. */
static const uint32_t trampoline_mxcsr __attribute__((used)) = MXCSR_INITIAL;
static void *trampoline_own_stack __attribute__((used));
static uint32_t trampoline_components[2] __attribute__((used)); /* XCR0; 0: there is no XSAVE */
/* Those of XCR0 that are vectors; 0: there is no AVX, or XGETBV does not say what is in use. */
static uint32_t trampoline_vectors __attribute__((used));
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

/* What XGETBV can say beside XCR0: CPUID, leaf 0xd, subleaf 1. */
static bool says_what_is_in_use(void)
{
    unsigned a, b, c, d;
    enum { XGETBV_OF_1 = 1 << 2 };
    return __get_cpuid_count(0xd, 1, &a, &b, &c, &d) && (a & XGETBV_OF_1);
}

void trampoline_init(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE))
        return;
    __asm__("xgetbv" : "=a"(trampoline_components[0]), "=d"(trampoline_components[1]) : "c"(0));
    if ((trampoline_components[0] & COMPONENT_AVX) && says_what_is_in_use())
        trampoline_vectors = trampoline_components[0] & COMPONENTS_VECTORS;
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
            "cmpl $0, trampoline_vectors(%rip)\n\t"
            "je 2f\n\t"
            "mov $1, %ecx\n\t"
            "xgetbv\n\t"
            "and $~" VECTORS ", %eax\n\t"
            "or %edx, %eax\n\t"
            "jz 3f\n\t"
            "mov trampoline_components(%rip), %eax\n\t"
            "mov 4+trampoline_components(%rip), %edx\n"
            "2:\n\t"
            "xrstor64 trampoline_initial(%rip)\n\t"
            "jmp 5f\n"
            "1:\n\t"
            "fninit\n\t"
            "ldmxcsr trampoline_mxcsr(%rip)\n\t"
            ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n\t"
            "pxor %xmm\\n, %xmm\\n\n\t"
            ".endr\n\t"
            "jmp 5f\n"
            "3:\n\t"
            "ldmxcsr trampoline_mxcsr(%rip)\n\t"
            "vzeroall\n\t"
            "testl $" VECTORS_512 ", trampoline_vectors(%rip)\n\t"
            "jz 5f\n\t"
            ".irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n\t"
            "vpxord %zmm\\n, %zmm\\n, %zmm\\n\n\t"
            ".endr\n\t"
            ".irp n, 0, 1, 2, 3, 4, 5, 6, 7\n\t"
            "kxorw %k\\n, %k\\n, %k\\n\n\t"
            ".endr\n"
            "5:\n\t"
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
            "ldmxcsr trampoline_mxcsr(%rip)\n\t"
            /* FNINIT takes longer than all of this. What else a call leaves in the x87 registers
             * stays there until the next one: the worker does not use them. */
            "fnstcw -8(%rsp)\n\t"
            "cmpw $0x37f, -8(%rsp)\n\t"
            "je 4f\n\t"
            "fninit\n"
            "4:\n\t"
            "pop %r15\n\t"
            "pop %r14\n\t"
            "pop %r13\n\t"
            "pop %r12\n\t"
            "pop %rbx\n\t"
            "pop %rbp\n\t"
            "ret");
}
