/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.h: resynd doctor: what this machine offers to a resynd with these settings, what is
 * missing, what that means and how to mend it. Serves nothing and changes nothing. */
#ifndef SUPERVISOR_DOCTOR_H
#define SUPERVISOR_DOCTOR_H

#include "daemon/supervisor/options.h"
#include "lib/process/process.h"

/* WARNING: it serves, with less than it could have. PROBLEM: it would not serve, or not well. */
enum verdict { VERDICT_OK, VERDICT_WARNING, VERDICT_PROBLEM };

struct finding {
    const char *name; /* static */
    enum verdict verdict;
    char text[320];
    const char *remedy; /* static; NULL where nothing is to be done */
};

enum { FINDINGS_MAX = 64 };

struct doctor {
    struct options options;
    struct programs programs;
    struct finding findings[FINDINGS_MAX];
    unsigned count;
};

__attribute__((format(printf, 5, 6))) void doctor_say(struct doctor *doctor, const char *name,
                                                      enum verdict verdict, const char *remedy,
                                                      const char *format, ...);

/* Each adds findings: doctor_machine.c, doctor_isolation.c, doctor_places.c, doctor_database.c. */
void doctor_machine(struct doctor *doctor);
void doctor_isolation(struct doctor *doctor);
void doctor_places(struct doctor *doctor);
void doctor_database(struct doctor *doctor);

/* Whether the first argument asks for it. */
bool doctor_given(int argc, char **argv);
/* The exit status: 0; 1: there is a problem; 2: wrong usage. */
int doctor_run(int argc, char **argv);

#endif
