/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_database.c: whether the store's own executable reaches the database that it would use. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/supervisor/doctor.h"
#include "lib/base/sealed.h"

static const char remedy[] =
    "start the database, or correct store.database: resynd serves what it "
    "has without it, but knows nothing of other replicas and keeps nothing";

/* Fills `reason` where it is not reached. */
static bool is_reached(struct doctor *doctor, int where, int answer, struct error *error)
{
    char name[] = "resynd-store", command[] = "reach";
    char *const arguments[] = {name, command, NULL};
    const int descriptors[] = {answer, where};
    const struct start start = {.executable = doctor->programs.store_postgres,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = sizeof descriptors / sizeof *descriptors};
    struct process process;
    struct process_end end = {0};
    if (process_start(&process, &start, error) < 0)
        return false;
    process_reap(&process, true, &end);
    ssize_t size = pread(answer, error->text, sizeof error->text - 1, 0);
    error->text[size > 0 ? size : 0] = '\0';
    error->text[strcspn(error->text, "\n")] = '\0';
    return end.signal == 0 && end.status == 0;
}

void doctor_database(struct doctor *doctor)
{
    const char *where = doctor->options.database;
    struct error error = {0};
    if (!*where) {
        doctor_say(doctor, "database", VERDICT_OK, NULL, "SQLite, in the data directory");
        return;
    }
    if (doctor->programs.store_postgres < 0) {
        doctor_say(doctor, "database", VERDICT_PROBLEM, "build resynd with libpq",
                   "store.database needs resynd-store-postgres, which is not there");
        return;
    }
    int file = sealed_file("resynd-database", where, strlen(where));
    int answer = memfd_create("resynd-answer", MFD_CLOEXEC);
    if (file >= 0 && answer >= 0 && is_reached(doctor, file, answer, &error))
        doctor_say(doctor, "database", VERDICT_OK, NULL, "PostgreSQL, reached");
    else
        doctor_say(doctor, "database", VERDICT_PROBLEM, remedy, "not reached: %s", error.text);
    if (file >= 0)
        close(file);
    if (answer >= 0)
        close(answer);
}
