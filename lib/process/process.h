/* SPDX-License-Identifier: Apache-2.0 */
/* process.h: starts resynd's own executables with exactly the descriptors named, and takes their
 * end. Used by the supervisor, resynctl and tests. */
#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "proto/message.h"
#include "proto/ring.h"

/* Executables, opened once at start (O_PATH), so that nothing is looked up by path later. */
struct programs {
    int compiler, worker, front, store, store_postgres; /* −1 where not needed */
    int auditor, judge;                                 /* −1 until programs_open_auditor */
    int group; /* the caller's: struct start, for compilers and workers */
};
#define PROGRAMS_INIT ((struct programs){-1, -1, -1, -1, -1, -1, -1, 0})

/* Opens them in the directory of the running executable, where the build directory's layout
 * (daemon/<role>/resynd-<role>) and the installed one (../libexec/resynd/) are both tried. */
int programs_open(struct programs *programs, struct error *error);
/* The auditor and its judge, which only who audits needs. A build without sanitizers has no judge.
 */
int programs_open_auditor(struct programs *programs, struct error *error);
void programs_close(struct programs *programs);
/* SHA-256 over the bytes of compiler, worker and front: what one set of them has compiled,
 * described and put through the gate is of no use to another. Opens them anew: to be called before
 * files are out of reach. */
int programs_engine(const struct programs *programs, uint8_t engine[HASH_BYTES],
                    struct error *error);

struct process {
    pid_t pid;
    int pidfd;           /* owned; readable when the process has ended; −1 where there is none */
    clockid_t cpu_clock; /* of all its threads */
};
#define PROCESS_INIT ((struct process){.pidfd = -1})

/* What is started, and with what. The environment is empty (but for ASAN_OPTIONS, UBSAN_OPTIONS and
 * LSAN_OPTIONS, where set). */
struct start {
    int executable;
    char *const *arguments; /* NULL-terminated; [0] is the name */
    const int *descriptors; /* 3 … in the child, in order; 0 and 1 are /dev/null, 2 is ours … */
    int count;
    bool quiet; /* … or /dev/null */
    int group;  /* the cgroup.procs of the control group that it joins; 0: ours */
};
/* It dies with the thread that started it (PR_SET_PDEATHSIG). Returns once the child has become its
 * executable, or could not. */
int process_start(struct process *process, const struct start *start, struct error *error);

/* The path that children are executed with: empty, because their executables are open. A filter may
 * insist on its address. */
extern const char process_no_path[1];

/* How it ended, once pidfd is readable (or at once, where `wait`). False: it runs still. Reaps. */
struct process_end {
    int signal;                    /* 0, or the signal that killed it */
    int status;                    /* exit status where signal is 0 */
    unsigned long cpu_us, wall_us; /* CPU of its whole life; wall time is 0 (not known here) */
    unsigned long peak_kib;
};
bool process_reap(struct process *process, bool wait, struct process_end *end); /* closes pidfd */
void process_kill(struct process *process); /* SIGKILL through the pidfd; harmless after its end */

/* CPU time that the process has used, in microseconds, read from outside; negative errno once it is
 * gone. */
long process_cpu_us(const struct process *process);

/* A worker's memory, doorbells and start. */
struct worker_files {
    int jobs, verdicts, doorbell;
    int completions[THREADS_MAX];
    int orders; /* where it is told what to run, until it has been */
    unsigned threads;
};
int worker_files_open(struct worker_files *files, unsigned threads, struct error *error);
void worker_files_close(struct worker_files *files);

/* Starts a worker that does all that it can before it knows its image, and waits; it costs nothing
 * until then. Once only for the same files. */
int worker_prepare(struct process *process, const struct programs *programs,
                   struct worker_files *files, struct error *error);
/* Tells it. Negative errno, with its process left to the caller: it has died. */
int worker_run(struct worker_files *files, int image, unsigned stack_kib, unsigned memory_kib,
               struct error *error);
/* Both. Negative errno: there is no process. */
int worker_start(struct process *process, const struct programs *programs,
                 struct worker_files *files, int image, unsigned stack_kib, unsigned memory_kib,
                 struct error *error);

/* The compiler: source memfd in, a sealed image and a report out. Prepare, run, wait for the pidfd
 * (at most COMPILER_WALL_MS, then kill), then finish. */
struct compilation {
    struct process process;
    int image;     /* memfd; sealed by compilation_finish */
    int report;    /* memfd */
    int orders;    /* where it is told what to compile, until it has been */
    bool overtime; /* set by who killed it for its wall time */
};
#define COMPILATION_INIT \
    ((struct compilation){.process = PROCESS_INIT, .image = -1, .report = -1, .orders = -1})
/* As worker_prepare. Negative errno: nothing is left of it. */
int compilation_prepare(struct compilation *compilation, const struct programs *programs,
                        struct error *error);
/* Negative errno: compilation_close is left to do. */
int compilation_run(struct compilation *compilation, int source, struct error *error);
/* Both. Negative errno: nothing is left of it. */
int compilation_start(struct compilation *compilation, const struct programs *programs, int source,
                      struct error *error);
/* After the end of the process: reaps, seals, checks the image. */
enum compile_end compilation_finish(struct compilation *compilation);
void compilation_close(struct compilation *compilation); /* kills what runs; closes what is left */

#endif
