/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c: a fuzz target's main without a fuzzer: runs it on the empty input and on every file of
 * a folder, one TAP line each. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 8 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each input gets an allocation of its own size, so that the sanitizer sees the first byte read
 * past its end. */
static void replay(const char *name, const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        abort();
    if (size)
        memcpy(exact, bytes, size);
    fprintf(stderr, "# %s\n", name); /* the last of these names the input that crashed */
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int replay_file(const char *folder, const char *name, uint8_t *room)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = length > 0 && (size_t)length < sizeof path ? fopen(path, "rb") : NULL;
    if (!file)
        return -1;
    size_t size = fread(room, 1, INPUT_MAX, file);
    int bad = ferror(file) || !feof(file);
    fclose(file);
    if (bad)
        return -1;
    replay(name, room, size);
    return 0;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, not_hidden, alphasort) : -1;
    uint8_t *room = malloc(INPUT_MAX);
    if (count <= 0 || !room) {
        fprintf(stderr, "replay: no corpus in %s\n", argc == 2 ? argv[1] : "(no folder)");
        return 1;
    }
    int failed = 0;
    printf("1..%d\n", count + 1);
    replay("the empty input", (const uint8_t *)"", 0);
    printf("ok 1 - the empty input\n");
    for (int i = 0; i < count; i++) {
        int bad = replay_file(argv[1], entries[i]->d_name, room);
        failed |= bad;
        printf("%sok %d - %s\n", bad ? "not " : "", i + 2, entries[i]->d_name);
        fflush(stdout);
        free(entries[i]);
    }
    free(entries);
    free(room);
    return failed != 0;
}
