/* SPDX-License-Identifier: Apache-2.0 */
/* listen.c: resynd's command line: addresses to listen on come back as they were read, whatever the
 * words are. Input: the words, one a line. */
#include <stdlib.h>
#include <string.h>

#include "daemon/supervisor/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS_MAX = 40 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The text of an address is an address again, the same one. */
static void check_address(const struct address *address)
{
    char text[ADDRESS_TEXT_MAX];
    struct address again;
    struct error error;
    must(address->size <= sizeof(struct sockaddr_un));
    address_text(address, text);
    must(address_parse(&again, text, &error) == 0);
    must(again.tls == address->tls);
    must(again.size == address->size && memcmp(&again.any, &address->any, again.size) == 0);
}

static void check_options(const struct options *options)
{
    must(options->listen_count >= 1 && options->listen_count <= LISTENERS_MAX);
    for (unsigned i = 0; i < options->listen_count; i++)
        check_address(&options->listen[i]);
    must(options->workers >= 1 && options->workers <= WORKERS_MAX);
    must(options->threads >= 1 && options->threads <= THREADS_MAX);
    must(memchr(options->environments, 0, sizeof options->environments));
    must(memchr(options->data, 0, sizeof options->data));
    must(*options_level_name(options->level));
}

static void check_words(char **words, int count)
{
    static struct options options;
    struct error error = {0};
    struct address address;
    for (int i = 1; i < count; i++)
        if (address_parse(&address, words[i], &error) == 0)
            check_address(&address);
        else
            must(*error.text && memchr(error.text, 0, sizeof error.text));
    error = (struct error){0};
    int result = options_parse(&options, count, words, &error);
    if (result < 0)
        must(*error.text);
    else if (options.action == ACTION_PRINT)
        must(options.answer.size > 0);
    else if (options.action != ACTION_SHOW_ISOLATION) /* which needs nothing else */
        check_options(&options);
    options_deinit(&options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "resynd", *words[WORDS_MAX + 1] = {name};
    char *text = malloc(size + 1);
    int count = 1;
    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    for (char *rest = text; rest && count < WORDS_MAX;)
        words[count++] = strsep(&rest, "\n");
    check_words(words, count);
    free(text);
    return 0;
}
