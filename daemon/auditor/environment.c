/* SPDX-License-Identifier: Apache-2.0 */
/* environment.c: see environment.h. */
#include "daemon/auditor/environment.h"

#include <dlfcn.h>
#include <errno.h>
#include <fenv.h>
#include <link.h>
#include <stdlib.h>

enum { DATA_BYTES_MAX = 16 * 1024 * 1024 /* an image's static data, and what surrounds it here */ };

static const char *const names[] = {
#define ENTRY_NAME(symbol, name, environment, checker, prototype) name,
    ENTRIES(ENTRY_NAME)
#undef ENTRY_NAME
};

/* Its writable memory, and how that was. */
static struct {
    uint64_t *data, *before;
    size_t words;
} kept;

/* Memory that the sanitizer would not let anyone read lies between its variables. */
__attribute__((no_sanitize("address"))) static void copy_words(volatile uint64_t *to,
                                                               const volatile uint64_t *from)
{
    for (size_t i = 0; i < kept.words; i++)
        to[i] = from[i];
}

void environment_restore(void)
{
    copy_words(kept.data, kept.before);
    arena_reset();
    fesetenv(FE_DFL_ENV);
}

/* Segments of the object that `inside` lies in: what is written after its start is all that is
 * writable but for the part that the loader locks again. */
static int look_at_object(struct dl_phdr_info *info, size_t size, void *inside)
{
    uintptr_t first = 0, end = 0, locked = 0, address = (uintptr_t)inside;
    bool own = false;
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t from = info->dlpi_addr + segment->p_vaddr, to = from + segment->p_memsz;
        own |= segment->p_type == PT_LOAD && address >= from && address < to;
        if (segment->p_type == PT_LOAD && segment->p_flags & PF_W) {
            first = from;
            end = to;
        }
        if (segment->p_type == PT_GNU_RELRO)
            locked = (to + 4095) & ~(uintptr_t)4095;
    }
    if (!own)
        return 0;
    first = ((first > locked ? first : locked) + 7) & ~(uintptr_t)7;
    kept.data = (uint64_t *)first; /* NOLINT(performance-no-int-to-ptr) */
    kept.words = end > first ? (end - first) / sizeof(uint64_t) : 0;
    return 1;
}

static int keep_data(const struct environment *environment, struct error *error)
{
    void *inside = environment->entry[ENTRY_VERIFY].data;
    if (!dl_iterate_phdr(look_at_object, inside) || kept.words > DATA_BYTES_MAX / sizeof(uint64_t))
        return error_set(error, -EINVAL, "its static data cannot be found");
    kept.before = malloc(kept.words * sizeof(uint64_t) + 1);
    if (!kept.before)
        return error_set(error, -ENOMEM, "no memory");
    copy_words(kept.before, kept.data);
    return 0;
}

static int read_declaration(struct environment *environment, struct error *error)
{
    const struct rs_declaration *declared = environment->entry[ENTRY_DECLARATION].data;
    struct rs_declaration *own = &environment->declaration;
    if (!declared || !environment->entry[ENTRY_VERIFY].data)
        return error_set(error, -EINVAL, "it declares nothing");
    *own = *declared;
    if (own->state_size == 0 || own->state_size > RS_STATE_MAX ||
        own->witness_size > RS_WITNESS_MAX || own->levels < 0 || own->levels > RS_LEVELS_MAX)
        return error_set(error, -EINVAL, "its declaration is out of range");
    while (environment->metric_count < RS_METRICS_MAX && own->metrics[environment->metric_count])
        environment->metric_count++;
    return 0;
}

int environment_open(struct environment *environment, const char *path, struct error *error)
{
    *environment = (struct environment){0};
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!object)
        return error_set(error, -ENOEXEC, "cannot load the build: %.150s", dlerror());
    for (unsigned i = 0; i < ENTRY_COUNT; i++)
        environment->entry[i].data = dlsym(object, names[i]);
    int code = read_declaration(environment, error);
    return code ? code : keep_data(environment, error);
}
