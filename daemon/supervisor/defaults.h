/* SPDX-License-Identifier: Apache-2.0 */
/* defaults.h: what fits this machine, container and user, where the command line says nothing. */
#ifndef SUPERVISOR_DEFAULTS_H
#define SUPERVISOR_DEFAULTS_H

#include <limits.h>

#include "lib/base/error.h"

/* CPUs that this process may use: its affinity, and the quota of its cgroups rounded up; from 1. */
unsigned machine_cpus(void);
/* The same before it is rounded: how many CPUs' time. */
double machine_cpu_time(void);
/* Bytes of memory that it may use: the machine's, or the limit of its cgroups. */
unsigned long long machine_memory(void);
/* Processes that its user and its cgroups may have at once; ULLONG_MAX: nothing bounds them. */
unsigned long long machine_processes(void);

/* The directory of this process's own group in cgroup v2; empty where there is none. */
void machine_cgroup(char path[PATH_MAX]);

/* Half of the CPUs, so that workers have the other half; 1 … THREADS_MAX. */
unsigned default_threads(unsigned cpus);
/* As many workers as have descriptors in the front. */
unsigned long fitting_descriptors(unsigned threads);
/* As many workers as fit the memory, the descriptors of the front and half of the processes that
 * there may be, at most 2,048. */
unsigned default_workers(unsigned threads);

/* Makes `path` absolute; where it is empty, finds the directory that came with resynd: installed
 * beside the executable, or in the source tree that the build directory lies in. */
int default_environments(char path[PATH_MAX], struct error *error);
int default_data(char path[PATH_MAX], struct error *error);

#endif
