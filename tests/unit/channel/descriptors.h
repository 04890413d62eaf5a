/* SPDX-License-Identifier: Apache-2.0 */
/* descriptors.h: how many descriptors this process has open, to find leaks. */
#ifndef UNIT_CHANNEL_DESCRIPTORS_H
#define UNIT_CHANNEL_DESCRIPTORS_H

#include <dirent.h>

static inline int descriptors_open(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

#endif
