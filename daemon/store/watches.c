/* SPDX-License-Identifier: Apache-2.0 */
/* watches.c: see watches.h. Runs in the store; owns the watches. An inotify watch belongs to a
 * folder and not to its path, so a folder that was replaced is told by its inode. */
#include "daemon/store/watches.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct watched_folder {
    struct watched_folder *next;
    uv_fs_event_t event;
    struct watches *all;
    struct tree_folder folder;
    bool wanted;
};

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void on_change(uv_fs_event_t *event, const char *name, int events, int status)
{
    struct watched_folder *watched = event->data;
    watched->all->changed(watched->all->context);
}

static bool same_folder(const struct tree_folder *a, const struct tree_folder *b)
{
    return a->root == b->root && a->device == b->device && a->inode == b->inode &&
           strcmp(a->path, b->path) == 0;
}

static struct watched_folder *find(struct watches *watches, const struct tree_folder *folder)
{
    struct watched_folder *watched = watches->first;
    while (watched && !same_folder(&watched->folder, folder))
        watched = watched->next;
    return watched;
}

static bool add(struct watches *watches, const struct tree_folder *folder, const char *root)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/%s", root, folder->path);
    struct watched_folder *watched = calloc(1, sizeof *watched);
    if (!watched || size >= (int)sizeof path || uv_fs_event_init(watches->loop, &watched->event)) {
        free(watched);
        return false;
    }
    watched->event.data = watched;
    watched->all = watches;
    watched->folder = *folder;
    watched->wanted = true;
    if (uv_fs_event_start(&watched->event, on_change, path, 0) < 0) {
        uv_close((uv_handle_t *)&watched->event, on_closed);
        return false;
    }
    watched->next = watches->first;
    watches->first = watched;
    return true;
}

static void drop_unwanted(struct watches *watches)
{
    for (struct watched_folder **at = &watches->first; *at;) {
        struct watched_folder *watched = *at;
        if (watched->wanted) {
            at = &watched->next;
            continue;
        }
        *at = watched->next;
        uv_close((uv_handle_t *)&watched->event, on_closed);
    }
}

enum watches_result watches_update(struct watches *watches, const struct tree *tree,
                                   const char *const *roots)
{
    enum watches_result result = WATCHES_SAME;
    for (struct watched_folder *watched = watches->first; watched; watched = watched->next)
        watched->wanted = false;
    for (size_t i = 0; i < tree->folder_count; i++) {
        struct watched_folder *watched = find(watches, &tree->folders[i]);
        if (watched)
            watched->wanted = true;
        else if (!add(watches, &tree->folders[i], roots[tree->folders[i].root]))
            result = WATCHES_MISSING;
        else if (result == WATCHES_SAME)
            result = WATCHES_NEW;
    }
    drop_unwanted(watches);
    return result;
}

void watches_close(struct watches *watches)
{
    for (struct watched_folder *watched = watches->first; watched; watched = watched->next)
        watched->wanted = false;
    drop_unwanted(watches);
}
