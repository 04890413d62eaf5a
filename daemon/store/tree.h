/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h: the files of an environments directory that may be sources: *.c in it and in the folders
 * below it. Only lists; source.h reads. */
#ifndef STORE_TREE_H
#define STORE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "lib/base/hash.h"
#include "proto/limits.h"

enum { TREE_PATH_MAX = 512 }; /* bytes of a path below the root, NUL included */

struct tree_file {
    unsigned root; /* index of its directory on the command line */
    char path[TREE_PATH_MAX];
    char name[NAME_MAX_BYTES];      /* of the environment */
    char prefix[VERSION_SHORT + 1]; /* of name@prefix.c, an older version; else "" */
};

struct tree_folder {
    unsigned root;
    char path[TREE_PATH_MAX]; /* "" is the root itself */
    dev_t device;
    ino_t inode;
};

/* In the order of the roots, then of the paths' bytes. */
struct tree {
    struct tree_file *files;
    struct tree_folder *folders;
    size_t file_count, folder_count, file_room, folder_room;
    bool complete; /* false: a folder could not be read, so absence proves nothing */
};
#define TREE_INIT ((struct tree){.complete = true})

/* Called for each name that is passed over although it looks like a source, and for what cannot be
 * read. Hidden files are passed over in silence. */
typedef void tree_complain(void *context, const char *path, const char *reason);

/* Adds the tree below `directory` (open, borrowed), which is root number `root`. */
void tree_read(struct tree *tree, int directory, unsigned root, tree_complain *on_complaint,
               void *context);
void tree_deinit(struct tree *tree);

#endif
