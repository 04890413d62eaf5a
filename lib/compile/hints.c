/* SPDX-License-Identifier: Apache-2.0 */
/* hints.c: the tables of hints. Written for who sees resyn.h and the diagnostic, nothing else. */
#include "lib/compile/hints.h"

#include <stdio.h>
#include <string.h>

#include "lib/compile/headers.h"

/* Names of the C library that authors reach for, space-separated. */
static const struct {
    const char *names, *hint;
} instead[] = {
    {"printf fprintf vprintf vfprintf puts putchar putc fputc fputs fflush perror dprintf stdout "
     "stderr",
     "There is no output. Write the question or the answer with rs_print(text, …), a reason for a "
     "wrong answer with rs_reject(answer, …); drop debugging output."},
    {"sprintf vsprintf", "Use snprintf (or vsnprintf) with the size of the buffer."},
    {"scanf fscanf getchar getc fgetc fgets gets getline getdelim stdin",
     "There is no input. Read the answer with rs_read_int, rs_read_word, rs_read_line and the "
     "other "
     "readers of resyn.h."},
    {"rand srand random srandom rand_r drand48 srand48 lrand48 arc4random arc4random_uniform "
     "getrandom getentropy",
     "Draw with rs_below(random, n), rs_between(random, low, high) or rs_unit(random): instances "
     "must follow from the seed."},
    {"time clock gettimeofday clock_gettime difftime localtime gmtime mktime strftime sleep usleep "
     "nanosleep",
     "There is no clock: draw with rs_below(random, n); a date is part of the state."},
    {"exit _exit _Exit quick_exit atexit",
     "Return instead: rs_reject(answer, …) from verify, false from generate."},
    {"fopen fclose fread fwrite open close read write remove rename tmpfile FILE errno",
     "There are no files: put the data into static tables."},
    {"getenv setenv putenv system popen fork execv execve execvp execl", "There is no system."},
    {"setjmp longjmp sigsetjmp siglongjmp signal raise", "Use return values."},
    {"alloca", "Use an array of fixed size, or malloc."},
    {"aligned_alloc posix_memalign memalign valloc reallocarray", "Use malloc, calloc or realloc."},
    {"pthread_create pthread_join thrd_create mtx_lock", "There are no threads."},
    {"mmap munmap mprotect brk sbrk", "Use malloc."},
    {"stpcpy stpncpy strlcpy strlcat", "Use snprintf, or strlen and memcpy."},
    {"bcopy bzero bcmp", "Use memmove, memset or memcmp."},
    {"index rindex", "Use strchr or strrchr."},
    {"memmem strcasestr strsep strverscmp strrev itoa ltoa strlwr strupr strcoll strxfrm",
     "Write it with the functions of string.h and ctype.h."},
    {"qsort_r lfind lsearch hsearch tsearch", "Use qsort and bsearch."},
    {"lgamma gamma j0 j1 jn y0 y1 yn sincos exp10 pow10 nan nanf drem",
     "Write it with the functions of math.h."},
    {"sqrtl powl fabsl floorl ceill expl logl sinl cosl tanl fmodl roundl strtold",
     "long double is refused: use double and the function without the l."},
    {"wprintf wcslen wcscpy mbstowcs wcstombs mblen mbtowc setlocale localeconv towlower "
     "towupper iswalpha",
     "There are no locales and no wide characters: text is UTF-8 in char."},
    {"main", "An environment has no main: write generate, observe, verify and solve."},
};

static bool is_word_of(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    return false;
}

void hint_for_name(const char *name, char *out, size_t size)
{
    *out = '\0';
    if (*name == '\0' || strchr(name, ' ') != NULL)
        return;
    const struct embedded_header *header = header_declaring(name);
    if (header != NULL) {
        snprintf(out, size, "Add #include <%s> at the top.", header->name);
        return;
    }
    for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
        if (is_word_of(instead[i].names, name)) {
            snprintf(out, size, "%s", instead[i].hint);
            return;
        }
    snprintf(out, size,
             "Declare it before its use. From the library only what resyn.h, string.h, stdlib.h, "
             "stdio.h (snprintf, sscanf), math.h and ctype.h declare here is offered.");
}

/* Parts of libtcc's messages. The first row that fits counts. */
static const struct {
    const char *part, *hint;
} answers[] = {
    {"inline assembly", "Write it in C."},
    {"#pragma comment", "Drop it."},
    {"might return no value", "Let every path end with a return."},
    {"discards qualifiers", "What it points at is const: keep the const, or copy it."},
    {"assignment from incompatible pointer type", "Give the pointer the type that is expected."},
    {"makes pointer from integer", "A function that returns a pointer may lack its declaration."},
    {"initializer element is not", "Static objects need constant initial values."},
    {"static storage ignored", "The functions of an environment are not static."},
    {"memory full", "The compiler ran out of memory: macros that expand to too much, most often."},
    {"static data is too large",
     "Large tables take room in each call: use malloc (.memory_kib), or make them smaller."},
    {"incompatible types for redefinition", "Use the prototype in resyn.h."},
    {"include recursion too deep", "A file cannot include itself."},
    {"too few arguments", "Compare the call with the declaration."},
    {"too many arguments", "Compare the call with the declaration."},
    {"cannot use local functions",
     "A closing brace is missing above, or a function stands within a function."},
    {"field not found", "Compare the name with the struct."},
    {"unexpected end of file", "A closing brace, bracket, quote or */ is missing."},
    {"defined twice", "The name belongs to the library: choose another."},
};

void hint_for_message(const char *message, const char *name, char *out, size_t size)
{
    *out = '\0';
    if (strncmp(message, "include file ", 13) == 0) {
        char names[200];
        header_names(names, sizeof names);
        snprintf(out, size, "These can be included: %s.", names);
        return;
    }
    if (strstr(message, "implicit declaration") != NULL || strstr(message, "undeclared") != NULL ||
        strstr(message, "undefined symbol") != NULL) {
        hint_for_name(name, out, size);
        return;
    }
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strstr(message, answers[i].part) != NULL) {
            snprintf(out, size, "%s", answers[i].hint);
            return;
        }
}

bool warning_is_harmless(const char *message)
{
    static const char *const parts[] = {
        " redefined",           "attribute ignored", "attribute '__cleanup__' ignored",
        "deprecated use of",    "#warning ",         "declared but not used",
        "defines no instances",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(message, parts[i]) != NULL)
            return true;
    return false;
}
