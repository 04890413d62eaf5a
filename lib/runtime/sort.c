/* SPDX-License-Identifier: Apache-2.0 */
/* sort.c: qsort and bsearch, see offered.h. A merge sort: short runs are sorted by insertion, then
 * merged through scratch memory, or by rotation where there is none. Indices never depend on what
 * the comparison says, so a comparison that lies cannot lead out of the array. */
#include "lib/runtime/offered.h"

#include <string.h>

enum {
    RUN = 8,            /* elements that are sorted by insertion */
    STACK_SCRATCH = 512 /* bytes: the stack of a call may be small */
};

struct sorting {
    char *base;
    size_t size;
    comparison *compare;
    char *scratch; /* NULL: none */
    size_t scratch_elements;
};

static char *element(const struct sorting *sorting, size_t index)
{
    return sorting->base + index * sorting->size;
}

static bool in_order(const struct sorting *sorting, size_t left, size_t right)
{
    return sorting->compare(element(sorting, left), element(sorting, right)) <= 0;
}

static void swap_bytes(char *a, char *b, size_t size)
{
    char kept[64];
    while (size) {
        size_t part = size < sizeof kept ? size : sizeof kept;
        memcpy(kept, a, part);
        memcpy(a, b, part);
        memcpy(b, kept, part);
        a += part;
        b += part;
        size -= part;
    }
}

static void sort_run(const struct sorting *sorting, size_t start, size_t end)
{
    for (size_t i = start + 1; i < end; i++)
        for (size_t j = i; j > start && !in_order(sorting, j - 1, j); j--)
            swap_bytes(element(sorting, j - 1), element(sorting, j), sorting->size);
}

/* Merges [start, middle) and [middle, end); the left part fits the scratch. */
static void merge_copied(const struct sorting *sorting, size_t start, size_t middle, size_t end)
{
    size_t size = sorting->size, left_count = middle - start, left = 0, right = middle, out = start;
    memcpy(sorting->scratch, element(sorting, start), left_count * size);
    while (left < left_count && right < end) {
        const char *from_left = sorting->scratch + left * size;
        bool take_left = sorting->compare(from_left, element(sorting, right)) <= 0;
        memcpy(element(sorting, out++), take_left ? from_left : element(sorting, right), size);
        if (take_left)
            left++;
        else
            right++;
    }
    memcpy(element(sorting, out), sorting->scratch + left * size, (left_count - left) * size);
}

static void reverse(const struct sorting *sorting, size_t start, size_t end)
{
    for (; start + 1 < end; start++, end--)
        swap_bytes(element(sorting, start), element(sorting, end - 1), sorting->size);
}

/* Exchanges [start, middle) and [middle, end). */
static void rotate(const struct sorting *sorting, size_t start, size_t middle, size_t end)
{
    if (start == middle || middle == end)
        return;
    reverse(sorting, start, middle);
    reverse(sorting, middle, end);
    reverse(sorting, start, end);
}

/* The first index of [start, end) whose element comes after `pivot` (`after`) or not before it. */
static size_t bound(const struct sorting *sorting, size_t start, size_t end, size_t pivot,
                    bool after)
{
    while (start < end) {
        size_t middle = start + (end - start) / 2;
        bool earlier = after ? in_order(sorting, middle, pivot) : !in_order(sorting, pivot, middle);
        if (earlier)
            start = middle + 1;
        else
            end = middle;
    }
    return start;
}

/* Takes the middle element of the longer part, finds where it belongs in the other, exchanges what
 * lies between, which puts it in its place, and merges what is left on both sides of it. The depth
 * of calls is the logarithm of the length. */
static void merge_in_place(const struct sorting *sorting, size_t start, size_t middle, size_t end)
{
    while (start < middle && middle < end) {
        bool from_left = middle - start >= end - middle;
        size_t left, right; /* [left, middle) and [middle, right) are exchanged */
        if (from_left) {
            left = start + (middle - start) / 2;
            right = bound(sorting, middle, end, left, false);
        } else {
            right = middle + (end - middle) / 2;
            left = bound(sorting, start, middle, right, true);
            right++;
        }
        rotate(sorting, left, middle, right);
        size_t place = left + (right - middle) - (from_left ? 0 : 1);
        merge_in_place(sorting, start, left, place);
        start = place + 1;
        middle = right;
    }
}

static void merge(const struct sorting *sorting, size_t start, size_t middle, size_t end)
{
    if (in_order(sorting, middle - 1, middle))
        return;
    if (sorting->scratch && middle - start <= sorting->scratch_elements)
        merge_copied(sorting, start, middle, end);
    else
        merge_in_place(sorting, start, middle, end);
}

static void sort_all(const struct sorting *sorting, size_t count)
{
    for (size_t start = 0; start < count; start += RUN)
        sort_run(sorting, start, count - start < RUN ? count : start + RUN);
    for (size_t width = RUN; width < count; width *= 2)
        for (size_t start = 0; count - start > width; start += 2 * width) {
            size_t end = count - start < 2 * width ? count : start + 2 * width;
            merge(sorting, start, start + width, end);
            if (end == count)
                break;
        }
}

void offer_qsort(void *base, size_t count, size_t size, comparison *compare)
{
    size_t bytes;
    if (count < 2 || !size || __builtin_mul_overflow(count, size, &bytes))
        return;
    _Alignas(16) char small[STACK_SCRATCH];
    /* The left part of a merge is a power of two times RUN, so it can be nearly all. */
    char *large = bytes > sizeof small ? arena_try(bytes) : NULL;
    struct sorting sorting = {base, size, compare, large ? large : small,
                              (large ? bytes : sizeof small) / size};
    sort_all(&sorting, count);
    offer_free(large);
}

void *offer_bsearch(const void *key, const void *base, size_t count, size_t size,
                    comparison *compare)
{
    size_t start = 0, end = count;
    while (start < end) {
        size_t middle = start + (end - start) / 2;
        const char *found = (const char *)base + middle * size;
        int order = compare(key, found);
        if (order == 0)
            return (void *)(size_t)found;
        if (order < 0)
            end = middle;
        else
            start = middle + 1;
    }
    return NULL;
}
