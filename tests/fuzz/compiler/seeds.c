/* SPDX-License-Identifier: Apache-2.0 */
/* seeds.c: see mutate.h: the sources that the fuzzer begins with, in an order of their own. */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/limits.h"
#include "tests/fuzz/compiler/mutate.h"

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *text = malloc(SOURCE_MAX + 1);
    if (file && text)
        *size = fread(text, 1, SOURCE_MAX, file);
    bool good = file && text && !ferror(file);
    if (file)
        fclose(file);
    char *exact = good ? realloc(text, *size + 1) : NULL;
    if (!exact)
        free(text);
    return exact;
}

static bool add_file(struct seeds *seeds, const char *path)
{
    size_t size = 0;
    char *text = read_file(path, &size), *name = strdup(path);
    struct seed *list = realloc(seeds->list, (seeds->count + 1) * sizeof *list);
    if (list)
        seeds->list = list;
    if (!text || !name || !list || !scan_init(&list[seeds->count].scan, text, size)) {
        free(text);
        free(name);
        return false;
    }
    list[seeds->count++].name = name;
    return true;
}

static bool is_source(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".c") == 0 || strcmp(dot, ".h") == 0 || strcmp(dot, ".inc") == 0);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

bool seeds_add(struct seeds *seeds, const char *path)
{
    struct stat about;
    if (stat(path, &about) < 0)
        return false;
    if (!S_ISDIR(about.st_mode))
        return add_file(seeds, path);
    char *copy = strdup(path), *paths[] = {copy, NULL};
    FTS *tree = copy ? fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name) : NULL;
    bool good = tree != NULL;
    for (FTSENT *entry; good && (entry = fts_read(tree)) != NULL;)
        if (entry->fts_info == FTS_F && is_source(entry->fts_name))
            good = add_file(seeds, entry->fts_path);
    if (tree)
        fts_close(tree);
    free(copy);
    return good;
}

void seeds_deinit(struct seeds *seeds)
{
    for (size_t i = 0; i < seeds->count; i++) {
        struct scan *scan = &seeds->list[i].scan;
        char *text = (char *)(uintptr_t)scan->text; /* ours, see add_file */
        scan_deinit(scan);
        free(text);
        free((char *)(uintptr_t)seeds->list[i].name);
    }
    free(seeds->list);
    *seeds = (struct seeds){0};
}
