/* SPDX-License-Identifier: Apache-2.0 */
/* mathematics.h: musl's mathematics under the names that mathematics.py gives them. They do not
 * choose by processor and set no errno, so the same argument gives the same bits on every machine
 * of an architecture. (Between architectures log, exp and pow may differ in the last bit: musl uses
 * fused multiply-add where the architecture always has it.) */
#ifndef RUNTIME_MATHEMATICS_H
#define RUNTIME_MATHEMATICS_H

/* clang-format off */
#define MATHEMATICS_UNARY(X) \
    X(fabs) X(floor) X(ceil) X(round) X(trunc) X(rint) X(sqrt) X(cbrt) X(exp) X(exp2) X(expm1) \
    X(log) X(log2) X(log10) X(log1p) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) \
    X(tanh) X(asinh) X(atanh) X(logb) X(erf) X(erfc) X(tgamma)
#define MATHEMATICS_BINARY(X) \
    X(pow) X(atan2) X(hypot) X(fmod) X(remainder) X(fmin) X(fmax) X(fdim) X(copysign) X(nextafter)
#define MATHEMATICS_UNARY_FLOAT(X) \
    X(fabsf) X(floorf) X(ceilf) X(roundf) X(truncf) X(rintf) X(sqrtf) X(cbrtf) X(expf) X(exp2f) \
    X(logf) X(log2f) X(log10f) X(sinf) X(cosf) X(tanf) X(asinf) X(acosf) X(atanf)
#define MATHEMATICS_BINARY_FLOAT(X) \
    X(powf) X(atan2f) X(hypotf) X(fmodf) X(fminf) X(fmaxf) X(copysignf)
/* clang-format on */

#define DECLARE(name) double det_##name(double);
MATHEMATICS_UNARY(DECLARE)
#undef DECLARE
#define DECLARE(name) double det_##name(double, double);
MATHEMATICS_BINARY(DECLARE)
#undef DECLARE
#define DECLARE(name) float det_##name(float);
MATHEMATICS_UNARY_FLOAT(DECLARE)
#undef DECLARE
#define DECLARE(name) float det_##name(float, float);
MATHEMATICS_BINARY_FLOAT(DECLARE)
#undef DECLARE

long det_lround(double);
long det_lroundf(float);
long det_lrint(double);
long long det_llround(double);
long long det_llrint(double);
double det_acosh(double); /* wrong below −1: offered through offer_acosh */
double det_fma(double, double, double);
double det_ldexp(double, int);
double det_scalbn(double, int);
double det_frexp(double, int *);
double det_modf(double, double *);
int det_ilogb(double);

#endif
