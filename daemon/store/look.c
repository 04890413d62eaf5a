/* SPDX-License-Identifier: Apache-2.0 */
/* look.c: see look.h. Runs in the store. Every look reads every file: some hundred small files cost
 * milliseconds, and no time stamp has to be believed. */
#include "daemon/store/look.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/source.h"
#include "lib/base/log.h"

enum {
    LOOK_RARELY_MS = 60000, /* a network file system says nothing of what others change */
    LOOK_OFTEN_MS = 2000,   /* where a folder cannot be watched */
    LOOK_AT_ONCE_MS = 100,
};

static void on_complaint(void *context, const char *path, const char *reason)
{
    complaints_add(context, path, reason);
}

/* ---- Reading -----------------------------------------------------------------------------------
 */

static bool matches(const struct source *source, const char *prefix)
{
    char hex[HASH_HEX];
    hash_hex(source->version, hex);
    return strncmp(hex, prefix, strlen(prefix)) == 0;
}

/* −EAGAIN: it is being written, look again soon. What cannot be read takes nothing away. */
static int take_file(struct store *store, int directory, const struct tree_file *file)
{
    struct source source;
    struct error error;
    int result = source_read(&source, directory, file->path, &error);
    if (result == 0 && !matches(&source, file->prefix)) {
        close(source.fd);
        result = error_set(&error, -EINVAL,
                           "is not the version that it is called after: its hash begins otherwise");
    }
    if (result < 0) {
        if (result != -ENOENT) {
            library_keep(&store->library, file->name, file->prefix);
            complaints_add(&store->complaints, file->path, error.text);
        }
        return result;
    }
    result = library_offer(&store->library, file->name, source.version, source.fd, !*file->prefix);
    if (result < 0)
        complaints_add(&store->complaints, file->path, strerror(-result));
    return result;
}

/* Whether an earlier file has this bare name: the first in sorted order counts. */
static bool is_duplicate(const struct tree *tree, size_t index)
{
    const struct tree_file *file = &tree->files[index];
    for (size_t i = 0; i < index && !*file->prefix; i++)
        if (!*tree->files[i].prefix && strcmp(tree->files[i].name, file->name) == 0)
            return true;
    return false;
}

static bool take_all(struct store *store, const struct tree *tree, const int *directories)
{
    bool settled = true;
    for (size_t i = 0; i < tree->file_count; i++) {
        const struct tree_file *file = &tree->files[i];
        if (is_duplicate(tree, i))
            complaints_add(&store->complaints, file->path,
                           "has the name of another environment that comes before it");
        else if (take_file(store, directories[file->root], file) == -EAGAIN)
            settled = false;
    }
    return settled;
}

/* Refused because it is not what it was when the process locked itself. */
static bool was_replaced(const struct store *store, unsigned root, int code)
{
    struct stat info;
    return code == EACCES && stat(store->roots[root], &info) == 0 &&
           (info.st_dev != store->locked[root].device || info.st_ino != store->locked[root].inode);
}

static void list_all(struct store *store, struct tree *tree, int directories[ROOTS_MAX])
{
    for (unsigned i = 0; i < store->root_count; i++) {
        directories[i] = open(store->roots[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (directories[i] < 0) {
            int code = errno;
            store->outdated |= was_replaced(store, i, code);
            tree->complete = false; /* an unmounted directory has not lost its files */
            complaints_add(&store->complaints, store->roots[i], strerror(code));
            continue;
        }
        tree_read(tree, directories[i], i, on_complaint, &store->complaints);
    }
}

uint64_t look(struct store *store)
{
    struct tree tree = TREE_INIT;
    int directories[ROOTS_MAX];
    complaints_begin(&store->complaints);
    library_begin(&store->library);
    list_all(store, &tree, directories);
    enum watches_result watched = watches_update(&store->watches, &tree, store->roots);
    bool settled = take_all(store, &tree, directories);
    bool again = library_end(&store->library, tree.complete, uv_now(store->loop));
    store_settle(store);
    for (unsigned i = 0; i < store->root_count; i++)
        if (directories[i] >= 0)
            close(directories[i]);
    bool complete = tree.complete;
    tree_deinit(&tree);
    if (!settled || watched == WATCHES_NEW)
        return LOOK_AT_ONCE_MS;
    if (again)
        return LIBRARY_GRACE_MS;
    return watched == WATCHES_MISSING || !complete ? LOOK_OFTEN_MS : LOOK_RARELY_MS;
}
