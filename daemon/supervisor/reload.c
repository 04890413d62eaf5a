/* SPDX-License-Identifier: Apache-2.0 */
/* reload.c: SIGHUP: the settings are read again as a whole. Where they are valid, those that can be
 * changed while the daemon runs are, in every process; else nothing is. Runs in the supervisor,
 * after its lock: it reads its own file, which is the operator's, and opens nothing else. */
#include <string.h>

#include "daemon/supervisor/defaults.h"
#include "daemon/supervisor/settings.h"
#include "daemon/supervisor/supervisor.h"

static void tell(struct supervisor *supervisor, enum message_kind kind, struct link *link)
{
    const struct options *options = &supervisor->options;
    const struct message message = {.kind = kind,
                                    .settings = {.log_level = options->level,
                                                 .workers_max = options->workers,
                                                 .keep_versions = options->keep_versions,
                                                 .cpus = options->cpus,
                                                 .reloads = supervisor->reloads,
                                                 .refused = supervisor->reloads_refused}};
    link_send(link, &message, NULL, 0);
}

void supervisor_tell_reloads(struct supervisor *supervisor)
{
    if (supervisor->reloads || supervisor->reloads_refused)
        tell(supervisor, MESSAGE_FRONT_SETTINGS, supervisor->front.link);
}

static void refuse(struct supervisor *supervisor, const struct error *error)
{
    char quoted[sizeof error->text * 2];
    supervisor->reloads_refused++;
    log_event(LOG_ERROR, "not reloaded", "reason=%s next=\"the settings stay as they were\"",
              log_quote(error->text, quoted, sizeof quoted));
    supervisor_tell_reloads(supervisor);
}

static void apply(struct supervisor *supervisor)
{
    const struct options *options = &supervisor->options;
    log_set_level(options->level);
    supervisor->workers.most = options->workers;
    supervisor->images.compilers_most = options->cpus + 1;
    int result = confinement_bound(&supervisor->confinement, options->workers);
    if (result < 0)
        log_event(LOG_WARNING, "control group not changed", "reason=\"%s\"", strerror(-result));
    tell(supervisor, MESSAGE_FRONT_SETTINGS, supervisor->front.link);
    tell(supervisor, MESSAGE_STORE_SETTINGS, supervisor->store.link);
}

/* A container may be resized while it runs. */
void supervisor_follow_cpus(struct supervisor *supervisor)
{
    struct options *options = &supervisor->options;
    unsigned cpus = options->follows_cpus ? machine_cpus() : options->cpus;
    if (cpus == options->cpus)
        return;
    log_event(LOG_INFO, "cpus changed", "from=%u to=%u", options->cpus, cpus);
    options->cpus = cpus;
    apply(supervisor);
}

static void say_changed(const struct options *options, const bool changed[ROWS])
{
    char name[SETTING_NAME_MAX];
    for (size_t row = 0; row < ROWS; row++) {
        const struct setting *setting = &settings.rows[row];
        setting_name(setting, name);
        if (changed[row] && setting->change == SETTING_LIVE)
            log_event(LOG_INFO, "setting changed", "setting=%s", name);
        else if (changed[row])
            log_event(LOG_WARNING, "setting needs a restart", "setting=%s", name);
    }
    log_event(LOG_INFO, "reloaded", "file=\"%s\"", options->file);
}

bool supervisor_reload(struct supervisor *supervisor)
{
    bool changed[ROWS] = {false};
    struct error error = {0};
    if (options_reload(&supervisor->options, changed, &error) < 0) {
        refuse(supervisor, &error);
        return false;
    }
    supervisor->reloads++;
    apply(supervisor);
    say_changed(&supervisor->options, changed);
    return true;
}
