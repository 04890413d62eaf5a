/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_isolation.c: what keeps environments away from this machine, tried in a child that locks
 * itself as the supervisor does, and whether an environment compiles there. */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/supervisor/doctor.h"
#include "daemon/supervisor/isolation.h"
#include "lib/base/sealed.h"

static const char source[] =
    "#include <resyn.h>\n"
    "struct state { int64_t expected; };\n"
    "bool load(state *s, rs_answer *given)\n"
    "{\n"
    "    s->expected = rs_read_int(given, -1000, 1000);\n"
    "    rs_read_end(given);\n"
    "    return !rs_refused(given);\n"
    "}\n"
    "double verify(const state *s, rs_answer *answer)\n"
    "{\n"
    "    return rs_read_int(answer, -1000, 1000) == s->expected;\n"
    "}\n"
    "RESYN_CHECKER(.name = \"integer\", .category = \"checkers\", .summary = \"An integer.\",\n"
    "              .answer = \"an integer\", .score = RS_BINARY,\n"
    "              .examples = {RS_EXAMPLE(\"1\", \"1\", 1), RS_EXAMPLE(\"1\", \"2\", 0)})\n";

enum { COMPILE_PATIENCE_MS = 20000 };

/* What the child leaves, in memory that it shares. */
struct tried {
    bool confined;
    struct isolation isolation;
    enum compile_end end;
    bool compiled;
    struct error error;
};

/* ---- In the child ---- */

static void compile(const struct programs *programs, struct tried *tried)
{
    struct compilation compilation;
    int file = sealed_file("resynd-source", source, sizeof source - 1);
    if (file < 0 || compilation_start(&compilation, programs, file, &tried->error) < 0)
        return;
    struct pollfd ended = {.fd = compilation.process.pidfd, .events = POLLIN};
    if (poll(&ended, 1, COMPILE_PATIENCE_MS) != 1) {
        compilation.overtime = true;
        process_kill(&compilation.process);
    }
    tried->end = compilation_finish(&compilation);
    tried->compiled = tried->end == COMPILE_DONE;
    compilation_close(&compilation);
}

_Noreturn static void try_all(struct doctor *doctor, struct tried *tried)
{
    struct confinement confinement;
    *doctor->options.data = '\0'; /* it may not be there yet, and nothing is removed in a trial */
    doctor->options.listen_count = 0;
    if (confinement_try(&confinement, &doctor->options, &doctor->programs, &tried->error) == 0) {
        tried->confined = true;
        compile(&doctor->programs, tried);
    }
    tried->isolation = confinement.found;
    confinement_leave(&confinement);
    _exit(0);
}

/* ---- In the parent ---- */

static const struct {
    enum verdict without;
    const char *remedy;
} layers[ISOLATION_LAYER_COUNT] = {
#define NEEDED                                                                                 \
    {                                                                                          \
        VERDICT_PROBLEM, "resynd needs it: use a kernel and a container profile that allow it" \
    }
#define NAMESPACE                                                                        \
    {                                                                                    \
        VERDICT_WARNING,                                                                 \
            "it serves without. As a user: sysctl user.max_user_namespaces, "            \
            "kernel.unprivileged_userns_clone=1, "                                       \
            "kernel.apparmor_restrict_unprivileged_userns=0; in a container: a seccomp " \
            "profile that allows unshare"                                                \
    }
    [ISOLATION_SECCOMP] = NEEDED,
    [ISOLATION_PRIVILEGES] = NEEDED,
    [ISOLATION_DUMPABLE] = NEEDED,
    [ISOLATION_DESCRIPTORS] = NEEDED,
    [ISOLATION_LIMITS] = NEEDED,
    [ISOLATION_COUNTER] = {VERDICT_WARNING,
                           "an environment can measure time: only another machine mends it"},
    [ISOLATION_LANDLOCK] = {VERDICT_WARNING,
                            "it serves without. Use Linux 5.13 or later, with landlock among the "
                            "lsm= of its command line"},
    [ISOLATION_USER_ID] = {VERDICT_WARNING,
                           "it serves without. Start it as root with CAP_SETUID and CAP_SETGID, "
                           "which it gives up, where that layer is wanted"},
    [ISOLATION_CAPABILITIES] = NEEDED,
    [ISOLATION_ROOT] = NAMESPACE,
    [ISOLATION_NETWORK] = NAMESPACE,
    [ISOLATION_PROCESS] = NAMESPACE,
    [ISOLATION_MOUNT] = NAMESPACE,
    [ISOLATION_IPC] = NAMESPACE,
    [ISOLATION_NAMES] = NAMESPACE,
    [ISOLATION_USER] = {VERDICT_OK, NULL}, /* the others are what it is for */
    [ISOLATION_CGROUP] = {VERDICT_WARNING,
                          "it serves without: each worker's memory is limited, their sum is not. "
                          "systemd: Delegate=yes"},
#undef NAMESPACE
#undef NEEDED
};

static void say_layers(struct doctor *doctor, const struct isolation *isolation)
{
    static const char *const names[] = {
#define LAYER_NAME(symbol, name, who) [ISOLATION_##symbol] = (name),
        ISOLATION_LAYERS(LAYER_NAME)
#undef LAYER_NAME
    };
    for (int i = 0; i < ISOLATION_LAYER_COUNT; i++) {
        const struct isolation_layer *layer = &isolation->layers[i];
        enum verdict verdict = layer->active ? VERDICT_OK : layers[i].without;
        doctor_say(doctor, names[i], verdict, layers[i].remedy, "%s%s",
                   verdict == VERDICT_OK ? "" : "missing: ", layer->detail);
    }
    if (*isolation->canaries_skipped)
        doctor_say(doctor, "attacks", VERDICT_WARNING, "use a release build to serve",
                   "not tried: %s", isolation->canaries_skipped);
    else
        doctor_say(doctor, "attacks", VERDICT_OK, NULL, "%u tried in real workers, all ended",
                   isolation->canary_count);
}

static void say_compiled(struct doctor *doctor, const struct tried *tried)
{
    static const char *const ends[] = {[COMPILE_DONE] = "",
                                       [COMPILE_REFUSED] = "it was refused",
                                       [COMPILE_TIME] = "no end",
                                       [COMPILE_MEMORY] = "out of memory",
                                       [COMPILE_CRASHED] = "it died",
                                       [COMPILE_BAD_IMAGE] = "what it wrote is no image",
                                       [COMPILE_FAILED] = "it could not be started"};
    if (tried->compiled)
        doctor_say(doctor, "compiler", VERDICT_OK, NULL,
                   "libtcc has compiled an environment in its sandbox");
    else
        doctor_say(doctor, "compiler", VERDICT_PROBLEM,
                   "build resynd anew on this machine; give it 512 MiB of memory",
                   "libtcc has not compiled an environment: %s%.150s", ends[tried->end],
                   tried->error.text);
}

void doctor_isolation(struct doctor *doctor)
{
    static const char remedy[] =
        "resynd would refuse to serve: use a kernel and a container profile "
        "that allow what is named here";
    struct tried *tried =
        mmap(NULL, sizeof *tried, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (doctor->programs.worker < 0 || doctor->programs.compiler < 0 || tried == MAP_FAILED)
        return; /* look_at_programs says it */
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        try_all(doctor, tried);
    bool ended = child > 0 && waitpid(child, &status, 0) == child;
    if (ended && tried->confined) {
        say_layers(doctor, &tried->isolation);
        say_compiled(doctor, tried);
    } else
        doctor_say(doctor, "isolation", VERDICT_PROBLEM, remedy, "%s%s",
                   tried->error.code ? tried->error.text : "the trial was killed by ",
                   tried->error.code     ? ""
                   : WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                         : "a lack of processes");
    munmap(tried, sizeof *tried);
}
