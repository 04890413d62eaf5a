/* SPDX-License-Identifier: Apache-2.0 */
/* stdnoreturn.h: as environments see it. */
#ifndef STDNORETURN_H
#define STDNORETURN_H

#define noreturn _Noreturn

#endif
