/* SPDX-License-Identifier: Apache-2.0 */
/* resyn.h: all that the author of a reasoning environment sees. ABI major 1.
 *
 * An environment is one C file. It says how an instance of a problem is drawn, how it is put as a
 * question, how any answer to it is judged, and how one right answer is found:
 *
 *     #include <resyn.h>
 *
 *     struct state   { int n; ... };            all that defines one instance; no pointers
 *     struct witness { int solution[20]; };     what only the oracle may know (or RS_NO_WITNESS)
 *
 *     bool   generate(state *s, witness *w, rs_random *random, int level) { ... }
 *     void   observe(const state *s, rs_text *question) { ... }
 *     double verify(const state *s, rs_answer *answer) { ... }
 *     void   solve(const state *s, const witness *w, rs_text *answer) { ... }
 *
 *     RESYN_ENVIRONMENT(
 *         .name = "subset_sum", .category = "arithmetic", .levels = 5,
 *         .summary = "Choose numbers that add up to a target.",
 *         .answer = "the chosen numbers, separated by spaces",
 *         .score = RS_BINARY,
 *     )
 *
 * A checker judges an answer against a ground truth that comes with the request. It has `load`
 * in place of generate, observe and solve, and ends with RESYN_CHECKER(...).
 *
 * Each call is hermetic: static variables, the heap and the stack are as at the first call, so
 * nothing can be remembered from one call to the next. There are no files, no clock, no threads and
 * no system calls. A call that overruns its CPU time, overflows its stack or crashes gives no
 * score.
 *
 * The standard headers string.h, stdlib.h, stdio.h (snprintf, vsnprintf, sscanf), math.h, ctype.h,
 * stdint.h, stdbool.h, stddef.h, stdarg.h, limits.h, float.h and assert.h work. What they lack here
 * is a compile error that names the replacement. `long double` is refused. qsort is stable.
 */
#ifndef RESYN_H
#define RESYN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#error "an environment is a C file"
#endif

/* A later major will be another header (<resyn2.h>); sources that include this one stay valid. */
#define RESYN_ABI 1

/* Limits. A declaration beyond them is refused; a call beyond them gets no score. */
#define RS_STATE_MAX 65536   /* bytes of struct state */
#define RS_WITNESS_MAX 16384 /* bytes of struct witness */
#define RS_TEXT_MAX 65536    /* bytes that observe or solve may write */
#define RS_LEVELS_MAX 20     /* levels of an environment */
#define RS_METRICS_MAX 8     /* metrics beside the score */
#define RS_EXAMPLES_MAX 64   /* examples of a checker */
#define RS_ATTEMPTS_MAX 64   /* draws that generate may fail in a row */

typedef struct rs_random rs_random;
typedef struct rs_text rs_text;
typedef struct rs_answer rs_answer;

/* ---- What you write ------------------------------------------------------------------------- */

#ifndef RESYN_HOST /* resynd itself sees the rest only */

typedef struct state state;
typedef struct witness witness;

/* Draws an instance of `level` (1 … .levels) into `s`, and what the oracle needs into `w`. Both
 * arrive zeroed. The same level and random numbers must give the same bytes. Returns false where
 * this draw is no good: another is drawn, RS_ATTEMPTS_MAX times at most. */
bool generate(state *s, witness *w, rs_random *random, int level);

/* Writes the question: all rules that verify applies, all data of the instance, and the form of the
 * answer. Never mention tags or boxes: what asks for the instance adds that instruction. */
void observe(const state *s, rs_text *question);

/* Judges any answer, from 0 (wrong) to 1 (right). Check the answer against the rules of the
 * question; never compare it with a stored solution. After a reader has refused, or after
 * rs_reject, the score is 0 whatever is returned here, so there is no need to return early unless
 * the code below would misbehave. A score above 0 with text left unread counts as 0, unless
 * .rest = RS_IGNORED. */
double verify(const state *s, rs_answer *answer);

/* Writes an answer that verify scores 1. */
void solve(const state *s, const witness *w, rs_text *answer);

/* Optional: writes another answer that verify scores 1, where there is one; false where not. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer);

/* Checkers only: reads the ground truth. False, a refusal by a reader, or text left unread: the
 * request's `given` is bad, which is reported as such and is never a score. A `given` that is a
 * JSON object is read by rs_field. */
bool load(state *s, rs_answer *given);

/* For an environment whose oracle needs nothing but the state. */
#define RS_NO_WITNESS \
    struct witness {  \
        char none;    \
    };

#endif

/* ---- Reading an answer: total and sticky ---------------------------------------------------- */

/* Every reader returns a value within the bounds that it was given, so that the value is safe as an
 * index even where a failure goes unchecked, and the first refusal sticks: later readers read
 * nothing. Readers skip white space before a token, and one comma or semicolon between two tokens.
 * A token must end where it ends: `12abc` is no number. No reader accepts NaN, infinities,
 * hexadecimal, digits of other scripts, or a number that does not fit. */

int64_t rs_read_int(rs_answer *answer, int64_t low, int64_t high); /* on refusal: low */
double rs_read_real(rs_answer *answer, double low, double high);   /* on refusal: low; finite */

/* A word up to white space, comma or semicolon, NUL-terminated. Returns its length in bytes. On
 * refusal (nothing there, or `size` too small) 0 and "". */
size_t rs_read_word(rs_answer *answer, char *out, size_t size);

/* All that is left of the line, without the white space around it. As rs_read_word otherwise. */
size_t rs_read_line(rs_answer *answer, char *out, size_t size);

/* One of `count` names, letters' case ignored. Returns its index; on refusal 0. */
int rs_read_choice(rs_answer *answer, const char *const *names, int count);

/* A list of integers from `low` to `high`, to the end of the answer or the closing bracket:
 * `1 2 3`, `1, 2, 3` or `[1, 2, 3]`. At most `max` are stored; one more is refused. Returns how
 * many; unwritten elements of `out` hold `low`. On refusal 0. */
int rs_read_ints(rs_answer *answer, int *out, int max, int low, int high);

/* `rows` lines of `columns` characters from `alphabet`, single spaces between characters allowed.
 * `cells` gets rows × columns characters, no NUL; on refusal all are alphabet[0]. */
void rs_read_grid(rs_answer *answer, char *cells, int rows, int columns, const char *alphabet);

/* An exact rational number, denominator > 0, lowest terms. */
typedef struct rs_number {
    int64_t numerator;
    int64_t denominator;
} rs_number;

/* `42`, `-3.5`, `1,234`, `−3/4`, `1 1/2`, `50 %`, `50\%`, `\frac{3}{4}`, `1.5e3`, with a leading
 * `$` ignored. On refusal false and 0/1; a number that is no ratio of two 64-bit integers is
 * refused. */
bool rs_read_number(rs_answer *answer, rs_number *out);
int rs_number_compare(rs_number a, rs_number b); /* −1, 0 or 1; exact */
double rs_number_real(rs_number number);         /* the nearest double */

/* A named part of the answer: `name = …` or `name: …` on a line (or up to a semicolon), or the
 * member of a JSON object. Missing or duplicate: refused. Read the part with the readers above;
 * refusing it refuses the whole. After the first rs_field, text left unread means: a field that
 * was not asked for, or one not read to its end. */
rs_answer *rs_field(rs_answer *answer, const char *name);
bool rs_has_field(rs_answer *answer, const char *name); /* never refuses */

/* Takes `token` if it is the next whole token, letters' case kept. Never refuses. */
bool rs_accept(rs_answer *answer, const char *token);
void rs_read_end(rs_answer *answer); /* refuses unless only white space is left */
bool rs_at_end(rs_answer *answer);   /* only white space is left; never refuses */
bool rs_refused(const rs_answer *answer);

/* The answer is wrong, and this is why. Returns 0, so that `return rs_reject(answer, "…");` works.
 * The reason (239 bytes at most) is kept for whoever reads verdicts; it must not give the solution
 * away. The first reason stays. */
double rs_reject(rs_answer *answer, const char *format, ...);

/* Sets the metric .metrics[index]; finite; metrics that are not set are 0. */
void rs_metric(rs_answer *answer, int index, double value);

/* ---- Writing -------------------------------------------------------------------------------- */

/* Formats are those of printf, without %n; widths and precisions up to 4,096. Beyond RS_TEXT_MAX
 * the call fails. */
void rs_print(rs_text *text, const char *format, ...);
void rs_put_text(rs_text *text, const char *string);
void rs_put_int(rs_text *text, int64_t value);

/* ---- Drawing -------------------------------------------------------------------------------- */

/* xoshiro256** 1.0 (Blackman and Vigna), seeded by splitmix64 from seed, level and attempt: the
 * same stream everywhere. One draw a statement: in f(rs_below(r, 6), rs_below(r, 6)) compilers
 * differ in which is drawn first. */
int64_t rs_below(rs_random *random, int64_t n); /* 0 … n − 1, unbiased; n < 1: 0 */
int64_t rs_between(rs_random *random, int64_t low, int64_t high); /* low … high, unbiased */
double rs_unit(rs_random *random);                                /* [0, 1), 53 bits */
void rs_shuffle(rs_random *random, void *items, size_t count, size_t size);
int rs_pick(rs_random *random, const int *weights, int count); /* an index, by weight */

/* ---- Words ---------------------------------------------------------------------------------- */

/* One fixed list of English words in lower case, a to z, of 3 to 8 letters, alphabetical for each
 * length. */
int rs_word_count(int length);              /* 0 for a length without words */
const char *rs_word(int length, int index); /* "" beyond the list */
bool rs_is_word(const char *word);

/* ---- The declaration ------------------------------------------------------------------------ */

enum rs_score { RS_BINARY = 1, RS_PARTIAL = 2 }; /* only 0 and 1; or anything between */
enum rs_rest { RS_REFUSED = 0, RS_IGNORED = 1 }; /* what text after the answer means */
enum rs_answer_form { RS_TRIMMED = 0, RS_VERBATIM = 1 };
enum rs_extract {
    RS_TAGGED = 0,
    RS_LAST_LINE = 1,
    RS_WHOLE = 2
}; /* where no tag or box is found */

typedef struct rs_example {
    const char *given;
    const char *response; /* an answer, without tags */
    double score;
} rs_example;
#define RS_EXAMPLE(given, response, score) \
    {                                      \
        given, response, score             \
    }

typedef struct rs_declaration {
    /* Set by the macro. */
    int abi;
    int checker;
    size_t state_size, witness_size;

    /* Required. */
    const char *name;     /* lower case letters, digits, underscores; 63 at most; as the file */
    const char *category; /* the same alphabet */
    const char *summary;  /* one sentence, 200 bytes at most */
    const char *answer;   /* the form of an answer, 200 bytes at most */
    int score;            /* enum rs_score */
    int levels;           /* 5 … RS_LEVELS_MAX; checkers: none */

    /* Optional. */
    double
        guess_rate; /* the best reward of a blind guess, where it is above 0.05 (yes or no: 0.5) */
    double empty_may_win; /* the share of instances whose right answer is empty, 0.05 at most */
    int rest;             /* enum rs_rest */
    int answer_form;      /* enum rs_answer_form: RS_VERBATIM keeps white space, fences and dots */
    int extract;          /* enum rs_extract */
    bool derived_state;   /* the state holds fields that follow from others */
    const char *metrics[RS_METRICS_MAX]; /* names, the alphabet of .name, 31 bytes at most */
    int cpu_ms;                          /* CPU time of one call: 100 unless said, 2,000 at most */
    int memory_kib; /* heap (malloc) of one call: 256 unless said, 16,384 at most */
    int stack_kib;  /* stack of one call: 64 unless said, 1,024 at most */
    rs_example examples[RS_EXAMPLES_MAX]; /* checkers: at least ten right and ten wrong */
} rs_declaration;

extern const rs_declaration resyn_declaration;

#define RESYN_ENVIRONMENT(...)                                                        \
    const rs_declaration resyn_declaration = {.abi = RESYN_ABI,                       \
                                              .state_size = sizeof(struct state),     \
                                              .witness_size = sizeof(struct witness), \
                                              __VA_ARGS__};

#define RESYN_CHECKER(...)                     \
    const rs_declaration resyn_declaration = { \
        .abi = RESYN_ABI, .checker = 1, .state_size = sizeof(struct state), __VA_ARGS__};

#endif
