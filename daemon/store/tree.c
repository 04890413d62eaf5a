/* SPDX-License-Identifier: Apache-2.0 */
/* tree.c: see tree.h. Runs in the store. Folders are entered without following a symbolic link, so
 * that no loop and no way out of the tree exists; what a linked file leads to is source_read's to
 * judge. */
#include "daemon/store/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TREE_DEPTH_MAX = 4,     /* folders inside folders; a category is one */
    TREE_ENTRIES_MAX = 8192 /* files and folders: a directory given by mistake ends here */
};

struct walk {
    struct tree *tree;
    unsigned root;
    tree_complain *complain;
    void *context;
};

static void complain(const struct walk *walk, const char *path, const char *reason)
{
    walk->complain(walk->context, path, reason);
}

/* What was not seen may be there all the same. */
static void miss(const struct walk *walk, const char *path, const char *reason)
{
    walk->tree->complete = false;
    complain(walk, *path ? path : ".", reason);
}

/* Room for one more item of `size` bytes; NULL without memory. */
static void *grow(void *items, size_t size, size_t count, size_t *room)
{
    if (count < *room)
        return items;
    size_t more = *room ? *room * 2 : 64;
    void *grown = realloc(items, more * size);
    if (grown)
        *room = more;
    return grown;
}

static bool full(const struct walk *walk)
{
    return walk->tree->file_count + walk->tree->folder_count >= TREE_ENTRIES_MAX;
}

/* ---- Names -------------------------------------------------------------------------------------
 */

/* As proto/resyn.h lets environments be called: these bytes end up in addresses and paths. */
static bool is_name(const char *text, size_t size)
{
    if (size == 0 || size >= NAME_MAX_BYTES || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 0; i < size; i++)
        if (!(text[i] >= 'a' && text[i] <= 'z') && !(text[i] >= '0' && text[i] <= '9') &&
            text[i] != '_')
            return false;
    return true;
}

static bool is_prefix(const char *text, size_t size)
{
    return size == VERSION_SHORT && strspn(text, "0123456789abcdef") >= size;
}

/* "name.c" or "name@3fa9c1d27b04.c", without the ".c". */
static bool parse_name(const char *text, size_t size, struct tree_file *file)
{
    const char *at = memchr(text, '@', size);
    size_t name = at ? (size_t)(at - text) : size;
    if (!is_name(text, name) || (at && !is_prefix(at + 1, size - name - 1)))
        return false;
    memcpy(file->name, text, name);
    file->name[name] = '\0';
    if (at)
        memcpy(file->prefix, at + 1, VERSION_SHORT);
    return true;
}

/* ---- Walking -----------------------------------------------------------------------------------
 */

static void add_file(const struct walk *walk, const char *path)
{
    struct tree *tree = walk->tree;
    const char *slash = strrchr(path, '/'), *leaf = slash ? slash + 1 : path;
    struct tree_file file = {.root = walk->root};
    if (!parse_name(leaf, strlen(leaf) - 2, &file)) {
        complain(
            walk, path,
            "not called like an environment: lower-case letters, digits and _, at most 63, and "
            "for an older version @ and the first 12 digits of its hash");
        return;
    }
    void *grown = grow(tree->files, sizeof *tree->files, tree->file_count, &tree->file_room);
    if (!grown) {
        miss(walk, path, "no memory");
        return;
    }
    tree->files = grown;
    memcpy(file.path, path, strlen(path) + 1);
    tree->files[tree->file_count++] = file;
}

static void read_folder(const struct walk *walk, int parent, const char *leaf, const char *path,
                        int depth);

static mode_t entry_type(int folder, const struct dirent *entry)
{
    struct stat info;
    if (entry->d_type != DT_UNKNOWN)
        return (mode_t)DTTOIF(entry->d_type);
    return fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info.st_mode & S_IFMT
                                                                           : 0;
}

static bool is_source(const char *leaf)
{
    size_t size = strlen(leaf);
    return size > 2 && strcmp(leaf + size - 2, ".c") == 0;
}

static void take_entry(const struct walk *walk, int folder, const struct dirent *entry,
                       const char *path, int depth)
{
    char below[TREE_PATH_MAX];
    if (entry->d_name[0] == '.')
        return;
    int size = snprintf(below, sizeof below, "%s%s%s", path, *path ? "/" : "", entry->d_name);
    mode_t type = entry_type(folder, entry);
    bool source = is_source(entry->d_name) && (type == S_IFREG || type == S_IFLNK);
    if (!source && type != S_IFDIR)
        return;
    if (size >= (int)sizeof below)
        complain(walk, path, "a path below it is too long");
    else if (full(walk))
        miss(walk, below, "too many files: is this a directory of environments?");
    else if (source)
        add_file(walk, below);
    else if (depth < TREE_DEPTH_MAX)
        read_folder(walk, folder, entry->d_name, below, depth + 1);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* not alphasort, which asks the locale */
}

static bool add_folder(const struct walk *walk, int folder, const char *path)
{
    struct tree *tree = walk->tree;
    struct stat info;
    if (fstat(folder, &info) < 0)
        return false;
    void *grown =
        grow(tree->folders, sizeof *tree->folders, tree->folder_count, &tree->folder_room);
    if (!grown)
        return false;
    tree->folders = grown;
    struct tree_folder *added = &tree->folders[tree->folder_count++];
    *added = (struct tree_folder){.root = walk->root, .device = info.st_dev, .inode = info.st_ino};
    memcpy(added->path, path, strlen(path) + 1);
    return true;
}

static void read_folder(const struct walk *walk, int parent, const char *leaf, const char *path,
                        int depth)
{
    struct dirent **entries;
    int folder = openat(parent, leaf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        if (errno != ENOENT) /* removed since it was listed */
            miss(walk, path, strerror(errno));
        return;
    }
    int count = scandirat(folder, ".", &entries, NULL, by_name);
    if (count < 0 || !add_folder(walk, folder, path))
        miss(walk, path, count < 0 ? strerror(errno) : "no memory");
    for (int i = 0; i < count; i++) {
        take_entry(walk, folder, entries[i], path, depth);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    close(folder);
}

void tree_read(struct tree *tree, int directory, unsigned root, tree_complain *on_complaint,
               void *context)
{
    const struct walk walk = {tree, root, on_complaint, context};
    read_folder(&walk, directory, ".", "", 0);
}

void tree_deinit(struct tree *tree)
{
    free(tree->files);
    free(tree->folders);
    *tree = TREE_INIT;
}
