/* SPDX-License-Identifier: Apache-2.0 */
/* setting.h: what one setting is: the row of a table from which its validation, its help and its
 * documentation come. */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/error.h"

enum setting_type {
    SETTING_NUMBER, /* → unsigned; `words`, where there is one, is written for 0 */
    SETTING_FLAG,   /* → bool; true or false */
    SETTING_CHOICE, /* → unsigned or an enum: the place of the word among `words` */
    SETTING_TEXT,   /* → char[] */
    SETTING_LIST,   /* → struct setting_list */
};

enum { SETTING_ITEMS_MAX = 16, SETTING_ITEM_BYTES = 128 };
struct setting_list {
    unsigned count;
    char items[SETTING_ITEMS_MAX][SETTING_ITEM_BYTES];
};

enum setting_change {
    SETTING_LIVE,    /* a reload changes it */
    SETTING_RESTART, /* it is read at the start only */
};

struct setting {
    const char *section, *key;
    enum setting_type type;
    enum setting_change change;
    size_t offset, size;  /* of the member that it fills */
    const char *option;   /* --OPTION is short for --set SECTION.KEY=; NULL: there is none */
    const char *argument; /* what stands for its value in the help */
    const char *unit;     /* NULL: none */
    unsigned least, most; /* NUMBER: the value; TEXT: bytes; LIST: items */
    const char *words;    /* CHOICE: all; NUMBER: for 0; separated by a space; else NULL */
    const char *standard; /* the default, as text; of a LIST, one item; "": none */
    bool secret;          /* its value is not shown */
    const char *sentence;
    /* Of a TEXT or of each item; NULL: any will do. −EINVAL with what to give instead. */
    int (*check)(const char *text, struct error *error);
};

struct settings {
    const struct setting *rows; /* those of a section stand together */
    size_t count;
};

/* "section.key". */
enum { SETTING_NAME_MAX = 64 };
void setting_name(const struct setting *setting, char name[SETTING_NAME_MAX]);
/* Whether `text` is the n-th of `words`; −1: none of them. */
int setting_word(const struct setting *setting, const char *text);
/* The n-th word, copied into `word`. */
void setting_word_at(const struct setting *setting, unsigned index, char *word, size_t size);
/* "1 to 16 threads, or auto": what may be given. */
void setting_range(const struct setting *setting, char *range, size_t size);
/* 0, or −EINVAL and what may be given instead. */
int setting_check(const struct setting *setting, const char *text, struct error *error);
/* Writes one checked value to where `setting` belongs in `target`; a LIST's is appended. */
void setting_store(const struct setting *setting, const char *text, void *target);

#endif
