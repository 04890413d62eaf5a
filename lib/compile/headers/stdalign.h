/* SPDX-License-Identifier: Apache-2.0 */
/* stdalign.h: as environments see it. */
#ifndef STDALIGN_H
#define STDALIGN_H

#define alignas _Alignas
#define alignof _Alignof
#define __alignas_is_defined 1
#define __alignof_is_defined 1

#endif
