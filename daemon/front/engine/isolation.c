/* SPDX-License-Identifier: Apache-2.0 */
/* isolation.c: what the supervisor has found out about isolation, for any thread to read. It comes
 * once in a front's life, and is never changed after it has been published. */
#include "daemon/front/engine/control.h"

#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"

/* The supervisor is trusted, its memory for texts is not assumed to end in NUL. */
static void terminate(struct isolation *isolation)
{
    for (int i = 0; i < ISOLATION_LAYER_COUNT; i++)
        isolation->layers[i].detail[ISOLATION_TEXT - 1] = '\0';
    for (int i = 0; i < ISOLATION_CANARIES_MAX; i++) {
        isolation->canaries[i].name[ISOLATION_NAME - 1] = '\0';
        isolation->canaries[i].outcome[ISOLATION_NAME - 1] = '\0';
    }
    isolation->canaries_skipped[ISOLATION_TEXT - 1] = '\0';
    if (isolation->canary_count > ISOLATION_CANARIES_MAX)
        isolation->canary_count = ISOLATION_CANARIES_MAX;
}

void control_take_isolation(struct control *control, int file)
{
    struct front *front = &control->front;
    ssize_t size = sizeof front->isolation;
    bool taken = !atomic_load(&front->isolation_known) &&
                 pread(file, &front->isolation, sizeof front->isolation, 0) == size;
    close(file);
    if (!taken) {
        log_event(LOG_WARNING, "isolation not understood", "%s", "");
        return;
    }
    terminate(&front->isolation);
    atomic_store(&front->isolation_known, true);
}

const struct isolation *engine_isolation(struct engine *engine)
{
    const struct front *front = engine->front;
    return atomic_load(&front->isolation_known) ? &front->isolation : NULL;
}
