/* SPDX-License-Identifier: Apache-2.0 */
/* native.S: see native.h. Position-independent: copied into images. (state in rdi, answer in rsi) */
        .section .rodata
        .globl native_begin, native_end

.macro begin name
        .globl native_\name
        .balign 16
native_\name:
.endm

/* The verdict: 1.0 where eax is 0. */
.macro score
        xor     %ecx, %ecx
        test    %eax, %eax
        sete    %cl
        cvtsi2sd %ecx, %xmm0
        ret
.endm

native_begin:

/* All but the arguments, the stack and r11, which holds where the call goes. */
begin general
        or      %rbx, %rax
        or      %rbp, %rax
        or      %r8, %rax
        or      %r9, %rax
        or      %r10, %rax
        or      %r12, %rax
        or      %r13, %rax
        or      %r14, %rax
        or      %r15, %rax
        or      %rdx, %rax
        or      %rcx, %rax
        mov     %rax, %rcx
        shr     $32, %rcx
        or      %ecx, %eax
        mov     $0x5a5a5a5a, %rbx
        mov     %rbx, %rbp
        mov     %rbx, %r8
        mov     %rbx, %r9
        mov     %rbx, %r10
        mov     %rbx, %r12
        mov     %rbx, %r13
        mov     %rbx, %r14
        mov     %rbx, %r15
        mov     %rbx, %rdx
        score

begin vectors
        orps    %xmm1, %xmm0
        orps    %xmm5, %xmm0
        orps    %xmm9, %xmm0
        orps    %xmm15, %xmm0
        movq    %xmm0, %rax
        pcmpeqd %xmm1, %xmm1
        movaps  %xmm1, %xmm5
        movaps  %xmm1, %xmm9
        movaps  %xmm1, %xmm15
        score

/* The upper half of ymm9; the caller looks for AVX. */
begin wide_vectors
        vextractf128 $1, %ymm9, %xmm0
        vmovq   %xmm0, %rax
        vpcmpeqd %xmm1, %xmm1, %xmm1
        vinsertf128 $1, %xmm1, %ymm9, %ymm9
        score

/* k1 and zmm31, which vzeroall does not clear; the caller looks for AVX-512. */
begin masks
        kmovw   %k1, %eax
        vmovq   %xmm31, %rcx
        or      %ecx, %eax
        mov     $0x5a, %ecx
        kmovw   %ecx, %k1
        vmovq   %rcx, %xmm31
        score

/* Rounding towards zero, flush to zero, and the flags of old exceptions. */
begin mxcsr
        stmxcsr -8(%rsp)
        mov     -8(%rsp), %eax
        xor     $0x1f80, %eax
        movl    $0xffbf, -8(%rsp)
        ldmxcsr -8(%rsp)
        score

/* Control word 0x37f, all registers empty; then another precision and a full stack. */
begin x87
        fnstenv -64(%rsp)
        movzwl  -64(%rsp), %eax
        xor     $0x37f, %eax
        movzwl  -56(%rsp), %ecx
        xor     $0xffff, %ecx
        or      %ecx, %eax
        movl    $0x0f00, -8(%rsp)
        fldcw   -8(%rsp)
        fldpi
        fldpi
        fldpi
        score

/* All x87 registers empty and zero; then all full, with the control word as it was. */
begin x87_registers
        fxsave64 -1032(%rsp)
        movzbl  -1028(%rsp), %eax
        mov     $-1000, %rcx
1:      or      (%rsp,%rcx), %rax
        movzwl  8(%rsp,%rcx), %edx
        or      %rdx, %rax
        add     $16, %rcx
        cmp     $-872, %rcx
        jne     1b
        mov     %rax, %rcx
        shr     $32, %rcx
        or      %ecx, %eax
        .rept 8
        fldpi
        .endr
        score

begin direction
        pushfq
        pop     %rax
        and     $0x40400, %eax
        std
        score

/* With the alignment flag set, the worker's own unaligned reads would fault. */
begin alignment
        pushfq
        pop     %rax
        mov     %rax, %rcx
        and     $0x40400, %eax
        or      $0x40000, %rcx
        push    %rcx
        popfq
        score

/* 32 KiB below the frame, and the headroom above it. */
begin stack
        xor     %eax, %eax
        mov     $-32768, %rcx
1:      or      (%rsp,%rcx), %rax
        movq    $0x5a, (%rsp,%rcx)
        add     $8, %rcx
        jnz     1b
        or      8(%rsp), %rax
        movq    $0x5a, 8(%rsp)
        score

begin system_call
        mov     $110, %eax              /* getppid */
        syscall
        xor     %eax, %eax
        score

begin old_system_call
        mov     $64, %eax               /* getppid, as 32-bit code asks */
        int     $0x80
        xor     %eax, %eax
        score

begin clock
        rdtsc
        xor     %eax, %eax
        score

begin illegal
        ud2

begin breakpoint
        int3
        xor     %eax, %eax
        score

native_end:
        .section .note.GNU-stack, "", @progbits
