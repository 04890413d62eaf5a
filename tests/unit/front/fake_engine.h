/* SPDX-License-Identifier: Apache-2.0 */
/* fake_engine.h: an engine that does nothing by itself: jobs wait until the test ends them. */
#ifndef UNIT_FRONT_FAKE_ENGINE_H
#define UNIT_FRONT_FAKE_ENGINE_H

#include "daemon/front/engine.h"

/* Environments "sum" (5 levels, metric "distance") and "twin" (two versions), checker "same" with
 * one right example, "broken" that failed, "coming" that is not compiled yet. */
extern struct version fake_sum, fake_same, fake_broken, fake_coming, fake_twin[2];

/* Forgets all jobs and counts. */
void fake_reset(void);

extern unsigned fake_submitted; /* ever */
extern unsigned fake_blames;    /* engine_blame */
extern unsigned fake_looks;     /* engine_library */
extern long fake_held;          /* version_hold less version_release */

extern uint64_t fake_service_ns;   /* engine_service_ns */
extern bool fake_shares;           /* engine_shares */
extern struct change *fake_change; /* the last engine_change; NULL: none since it was answered */
void fake_end_change(bool later);  /* answers it; `later`: now there is an environment "later" */

/* The jobs that wait, oldest first. */
unsigned fake_waiting(void);
struct job *fake_job(unsigned i);

/* Ends the oldest job. `output`: of jobs that have one. */
void fake_end(enum outcome outcome, const char *output);
void fake_end_score(double score);

#endif
