/* SPDX-License-Identifier: Apache-2.0 */
/* images.c: see images.h. Runs in the supervisor; owns sources that wait, compilers that run and
 * images that are kept. Looks into none of them: image_check has, in compilation_finish. */
#include "daemon/supervisor/images.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/supervisor/watch.h"
#include "lib/base/log.h"
#include "lib/image/image.h"
#include "proto/diagnostic.h"

enum {
    IMAGES_MAX = 8192, /* a descriptor each */
    LOOK_MS = 50,
};

enum image_state { IMAGE_WAITING, IMAGE_COMPILING, IMAGE_READY };

struct image {
    struct image *next;
    struct images *all;
    uint64_t number;
    enum image_state state;
    bool forgotten;
    bool silent; /* the front that asked is gone */
    int source;  /* while waiting */
    struct compilation compilation;
    struct watch watch;
    uint64_t started_ns;
    int image; /* once ready */
};

void images_init(struct images *images, uv_loop_t *loop)
{
    *images = (struct images){.loop = loop};
    images->last = &images->first;
    uv_timer_init(loop, &images->timer);
    images->timer.data = images;
}

static struct image *find(const struct images *images, uint64_t number)
{
    struct image *image = images->first;
    while (image && image->number != number)
        image = image->next;
    return image;
}

static void close_one(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* Takes it out of the list and frees it; not while its compiler is watched. */
static void discard(struct image *image)
{
    struct images *images = image->all;
    struct image **at = &images->first;
    while (*at != image)
        at = &(*at)->next;
    *at = image->next;
    if (images->last == &image->next)
        images->last = at;
    images->count--;
    close_one(image->source);
    close_one(image->image);
    free(image);
}

/* Takes `report`; −1 stands for an empty one, because COMPILED always carries one. */
static void say_compiled(struct images *images, uint64_t number, enum compile_end end,
                         uint64_t wall_us, int report)
{
    const struct image *image = end == COMPILE_DONE ? find(images, number) : NULL;
    struct message message = {
        .kind = MESSAGE_COMPILED,
        .compiled = {.image = number, .end = end, .wall_us = (uint32_t)wall_us}};
    if (report < 0) {
        report = memfd_create("resynd-report", MFD_CLOEXEC);
        if (report >= 0 && ftruncate(report, COMPILE_REPORT_BYTES) < 0)
            log_event(LOG_WARNING, "no report", "image=%lu", (unsigned long)number);
    }
    int files[] = {report, image ? fcntl(image->image, F_DUPFD_CLOEXEC, 0) : -1};
    images->say(images->context, &message, files, files[1] >= 0 ? 2 : 1);
}

/* ---- End of a compiler --------------------------------------------------------------------------
 */

static void start_waiting(struct images *images);

/* Keeps the image, or discards the whole. */
static void settle(struct image *image, enum compile_end end)
{
    uint64_t wall_us = (uv_hrtime() - image->started_ns) / 1000;
    if (image->forgotten)
        end = COMPILE_FAILED;
    if (end == COMPILE_DONE) {
        image->image = image->compilation.image;
        image->compilation.image = -1;
        image->state = IMAGE_READY;
    }
    int report = image->compilation.report;
    image->compilation.report = -1;
    compilation_close(&image->compilation);
    log_event(LOG_DEBUG, "compiled", "image=%lu end=%d wall_us=%lu", (unsigned long)image->number,
              (int)end, (unsigned long)wall_us);
    if (image->silent)
        close_one(report);
    else
        say_compiled(image->all, image->number, end, wall_us, report);
    if (end != COMPILE_DONE)
        discard(image);
}

static void on_ended(void *context)
{
    struct image *image = context;
    struct images *images = image->all;
    images->compiling--;
    settle(image, compilation_finish(&image->compilation));
    start_waiting(images);
    if (!images->compiling)
        images->gone(images->context);
}

static void look_for_overtime(uv_timer_t *timer)
{
    struct images *images = timer->data;
    uint64_t now = uv_hrtime();
    for (struct image *image = images->first; image; image = image->next) {
        bool late = now - image->started_ns > COMPILER_WALL_MS * 1000000ull;
        if (image->state != IMAGE_COMPILING || !late || image->compilation.overtime)
            continue;
        image->compilation.overtime = true;
        process_kill(&image->compilation.process);
    }
    if (images->compiling)
        uv_timer_start(timer, look_for_overtime, LOOK_MS, 0);
}

/* ---- Start of a compiler ------------------------------------------------------------------------
 */

static int begin(struct image *image, struct error *error)
{
    struct images *images = image->all;
    int result = spares_take_compiler(images->spares, &image->compilation, error);
    if (result == 0)
        result = compilation_run(&image->compilation, image->source, error);
    if (result < 0)
        return result;
    int pidfd = image->compilation.process.pidfd;
    result = watch_start(&image->watch, images->loop, pidfd, on_ended, image);
    return result < 0 ? error_set(error, result, "cannot watch the compiler") : 0;
}

static void compile_now(struct image *image)
{
    struct images *images = image->all;
    struct error error;
    char text[sizeof error.text * 2];
    image->started_ns = uv_hrtime();
    if (begin(image, &error) < 0) {
        log_event(LOG_ERROR, "compiler not started", "image=%lu reason=%s",
                  (unsigned long)image->number, log_quote(error.text, text, sizeof text));
        compilation_close(&image->compilation);
        say_compiled(images, image->number, COMPILE_FAILED, 0, -1);
        discard(image);
        return;
    }
    close_one(image->source);
    image->source = -1;
    image->state = IMAGE_COMPILING;
    images->compiling++;
    if (!uv_is_active((uv_handle_t *)&images->timer))
        uv_timer_start(&images->timer, look_for_overtime, LOOK_MS, 0);
}

static void start_waiting(struct images *images)
{
    struct image *next;
    for (struct image *image = images->first; image; image = next) {
        next = image->next;
        if (images->compiling >= images->compilers_most)
            return;
        if (image->state == IMAGE_WAITING)
            compile_now(image);
    }
}

/* NULL: there is no room, and COMPILED says so. */
static struct image *add(struct images *images, uint64_t number)
{
    struct image *image = images->count < IMAGES_MAX ? calloc(1, sizeof *image) : NULL;
    if (!image) {
        log_event(LOG_ERROR, "image refused", "image=%lu kept=%u", (unsigned long)number,
                  images->count);
        say_compiled(images, number, COMPILE_FAILED, 0, -1);
        return NULL;
    }
    *image = (struct image){.all = images, .number = number, .source = -1, .image = -1};
    image->compilation = COMPILATION_INIT;
    *images->last = image;
    images->last = &image->next;
    images->count++;
    return image;
}

int images_compile(struct images *images, uint64_t number, int source)
{
    bool known = find(images, number);
    struct image *image = known ? NULL : add(images, number);
    if (!image) {
        close(source);
        return known ? -EPROTO : 0;
    }
    image->source = source;
    start_waiting(images);
    return 0;
}

/* Nobody can change it any more, and it is one. */
static bool is_sound(int file)
{
    int need = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK, seals = fcntl(file, F_GET_SEALS);
    struct image_header header;
    return seals >= 0 && (seals & need) == need && image_check(file, &header, NULL) == 0;
}

int images_adopt(struct images *images, uint64_t number, int file)
{
    bool known = find(images, number);
    struct image *image = known ? NULL : add(images, number);
    if (!image) {
        close(file);
        return known ? -EPROTO : 0;
    }
    image->image = file;
    image->state = IMAGE_READY;
    enum compile_end end = is_sound(file) ? COMPILE_DONE : COMPILE_BAD_IMAGE;
    say_compiled(images, number, end, 0, -1);
    if (end != COMPILE_DONE)
        discard(image);
    return 0;
}

/* ---- Forgetting --------------------------------------------------------------------------------
 */

static void forget(struct image *image)
{
    image->forgotten = true;
    if (image->state == IMAGE_COMPILING) {
        process_kill(&image->compilation.process); /* on_ended does the rest */
        return;
    }
    if (image->state == IMAGE_WAITING && !image->silent)
        say_compiled(image->all, image->number, COMPILE_FAILED, 0, -1);
    discard(image);
}

void images_forget(struct images *images, uint64_t number)
{
    struct image *image = find(images, number);
    if (image)
        forget(image);
}

int images_find(const struct images *images, uint64_t number)
{
    struct image *image = find(images, number);
    return image && !image->forgotten ? image->image : -1;
}

void images_drop_all(struct images *images)
{
    struct image *next;
    for (struct image *image = images->first; image; image = next) {
        next = image->next;
        image->silent = true;
        forget(image);
    }
}

void images_reap_all(struct images *images)
{
    for (struct image *image = images->first; image; image = image->next)
        compilation_close(&image->compilation);
}

void images_close(struct images *images)
{
    uv_timer_stop(&images->timer);
    uv_close((uv_handle_t *)&images->timer, NULL);
}
