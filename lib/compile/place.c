/* SPDX-License-Identifier: Apache-2.0 */
/* place.c: nothing that libtcc says of sizes and addresses is believed before it is compared. */
#include "lib/compile/place.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/compile/tame.h"
#include "proto/resyn.h"

enum { PAGE = 4096 };

struct placed {
    uintptr_t text, data, end; /* text up to data, data up to end; whole pages */
};

static uintptr_t page_up(uintptr_t address)
{
    return (address + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
}

/* libtcc first says how much room it needs, alignment at the start included: the largest is a
 * page, because the prelude asks for one and tame_section_add refuses more. */
static bool relocate_code(struct diagnosis *d, TCCState *tcc, struct image_header *image,
                          struct placed *placed)
{
    int size = tcc_relocate(tcc, NULL);
    if (d->failed)
        return false;
    if (size < TAME_ALIGN_MAX || (unsigned)size > IMAGE_BYTES_MAX - PAGE) {
        diagnose(d, 0, 0, NULL, "the code and data are too large");
        return false;
    }
    placed->text = (uintptr_t)image + PAGE;
    placed->end = page_up(placed->text + (unsigned)size - (TAME_ALIGN_MAX - 1));
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    int rc = tcc_relocate(tcc, (void *)placed->text);
    if (rc != 0 && !d->failed)
        diagnose(d, 0, 0, NULL, "the code cannot be relocated");
    placed->data = (uintptr_t)tcc_get_symbol(tcc, DATA_MARKER);
    return !d->failed;
}

static bool check_sizes(struct diagnosis *d, const struct placed *placed)
{
    if (placed->data % PAGE != 0 || placed->data < placed->text || placed->data >= placed->end)
        diagnose(d, 0, 0, NULL, "the data is not where it should be");
    else if (placed->data - placed->text >= IMAGE_TEXT_MAX)
        diagnose(d, 0, 0, NULL, "the code is too large: it has room for %u bytes", IMAGE_TEXT_MAX);
    else if (placed->end - placed->data > IMAGE_DATA_MAX)
        diagnose(d, 0, 0, NULL, "static data is too large: it has room for %u bytes",
                 IMAGE_DATA_MAX);
    return !d->failed;
}

/* NULL, and a diagnostic, where the declaration is not a whole one in data. */
static const rs_declaration *find_declaration(struct diagnosis *d, const struct placed *placed,
                                              uintptr_t address)
{
    if (address == 0) {
        diagnose(d, 0, 0,
                 "A file ends with RESYN_ENVIRONMENT(.name = …) or RESYN_CHECKER(.name = …), after "
                 "#include <resyn.h>.",
                 "the declaration is missing");
        return NULL;
    }
    bool inside = address >= placed->data && address < placed->end &&
                  placed->end - address >= sizeof(rs_declaration);
    if (!inside || address % _Alignof(rs_declaration) != 0) {
        diagnose(d, 0, 0, "Use the macros of resyn.h.", "resyn_declaration is no declaration");
        return NULL;
    }
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    const rs_declaration *declaration = (const void *)address;
    if (declaration->abi == RESYN_ABI)
        return declaration;
    diagnose(d, 0, 0, "Use the macros of resyn.h.", "the declaration has another ABI: %d",
             declaration->abi);
    return NULL;
}

struct entry_row {
    const char *name, *prototype;
    bool environment, checker; /* which of them needs it */
};
static const struct entry_row rows[ENTRY_COUNT] = {
#define ENTRY_ROW(symbol, name, environment, checker, prototype) \
    {name, prototype, environment, checker},
    ENTRIES(ENTRY_ROW)
#undef ENTRY_ROW
};

static void check_function(struct diagnosis *d, const struct placed *placed,
                           const struct entry_row *row, bool needed, uintptr_t address)
{
    char hint[DIAGNOSTIC_HINT_MAX];
    snprintf(hint, sizeof hint, "Define %s, not static.", row->prototype);
    if (address == 0 && needed)
        diagnose(d, 0, 0, hint, "the function %s is missing", row->name);
    else if (address != 0 && (address < placed->text || address >= placed->data))
        diagnose(d, 0, 0, hint, "%s is not a function", row->name);
}

static bool find_entries(struct diagnosis *d, TCCState *tcc, const struct placed *placed,
                         uint64_t entries[ENTRY_COUNT])
{
    for (int i = 0; i < ENTRY_COUNT; i++)
        entries[i] = (uintptr_t)tcc_get_symbol(tcc, rows[i].name);
    const rs_declaration *declaration =
        find_declaration(d, placed, (uintptr_t)entries[ENTRY_DECLARATION]);
    if (declaration == NULL)
        return false;
    for (int i = ENTRY_DECLARATION + 1; i < ENTRY_COUNT; i++)
        check_function(d, placed, &rows[i],
                       declaration->checker ? rows[i].checker : rows[i].environment,
                       (uintptr_t)entries[i]);
    return !d->failed;
}

void place_image(struct diagnosis *d, TCCState *tcc, struct image_header *image)
{
    struct placed placed;
    uint64_t entries[ENTRY_COUNT];
    if (!relocate_code(d, tcc, image, &placed) || !check_sizes(d, &placed) ||
        !find_entries(d, tcc, &placed, entries))
        return;
    image->abi = RESYN_ABI;
    image->text_size = (uint32_t)(placed.data - placed.text);
    image->data_size = (uint32_t)(placed.end - placed.data);
    memcpy(image->entry, entries, sizeof entries);
    __atomic_store_n(&image->magic, IMAGE_MAGIC, __ATOMIC_RELEASE);
}
