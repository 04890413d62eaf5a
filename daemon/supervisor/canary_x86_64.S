/* SPDX-License-Identifier: Apache-2.0 */
/* canary_x86_64.S: see canaries.c. Each piece is the `verify` of an image; it lies in the image's
 * only page of text, the page of data behind it. Position-independent: copied there. One that gets
 * past its attack returns the score 1. */
#include <asm/unistd.h>

        .section .rodata
        .globl canary_begin, canary_end

.macro canary name
        .globl canary_\name
        .balign 16
canary_\name:
.endm

.macro survive
        mov     $1, %ecx
        cvtsi2sd %ecx, %xmm0
        ret
.endm

canary_begin:

canary scores
        survive

canary opens_a_file
        mov     $-100, %rdi             /* AT_FDCWD */
        lea     canary_path(%rip), %rsi
        xor     %edx, %edx
        mov     $__NR_openat, %eax
        syscall
        survive

canary makes_a_process
        mov     $__NR_fork, %eax
        syscall
        survive

canary starts_a_program
        lea     canary_path(%rip), %rdi
        xor     %esi, %esi
        xor     %edx, %edx
        mov     $__NR_execve, %eax
        syscall
        survive

canary traces_a_process
        mov     $16, %edi               /* PTRACE_ATTACH, to nobody */
        xor     %esi, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        mov     $__NR_ptrace, %eax
        syscall
        survive

canary reads_another_process
        mov     $1, %edi                /* nothing of process 1 */
        xor     %esi, %esi
        xor     %edx, %edx
        xor     %r10d, %r10d
        xor     %r8d, %r8d
        xor     %r9d, %r9d
        mov     $__NR_process_vm_readv, %eax
        syscall
        survive

canary makes_a_socket
        mov     $2, %edi                /* AF_INET */
        mov     $1, %esi                /* SOCK_STREAM */
        xor     %edx, %edx
        mov     $__NR_socket, %eax
        syscall
        survive

canary asks_as_32_bit_code
        mov     $20, %eax               /* getpid there */
        int     $0x80
        survive

canary writes_its_code
        lea     canary_begin(%rip), %rax
        movb    $0xc3, (%rax)
        survive

canary runs_its_data
        lea     canary_begin+4096(%rip), %rax
        call    *%rax
        survive

canary_path:
        .string "/"

canary_end:
        .section .note.GNU-stack, "", @progbits
