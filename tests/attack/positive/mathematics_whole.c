/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* mathematics_whole.c: the mathematics that are offered, each within a rounding of what it is. */
static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * (1 + fabs(b));
}

static double attack(const state *s, rs_answer *answer)
{
    volatile double x = 0.7;
    bool right = near(sin(x) * sin(x) + cos(x) * cos(x), 1) && near(tan(x), sin(x) / cos(x));
    right = right && near(asin(sin(x)), x) && near(acos(cos(x)), x) && near(atan(tan(x)), x);
    right = right && near(atan2(1, 1) * 4, 3.14159265358979323846) && near(exp(log(x)), x);
    right = right && near(exp2(log2(x)), x) && near(pow(10, log10(x)), x) && near(expm1(log1p(x)), x);
    right = right && near(sinh(asinh(x)), x) && near(cosh(acosh(1 + x)), 1 + x) && near(tanh(atanh(x)), x);
    right = right && near(sqrt(x) * sqrt(x), x) && near(cbrt(x) * cbrt(x) * cbrt(x), x);
    right = right && hypot(3, 4) == 5 && fmod(7.5, 2) == 1.5 && remainder(7.5, 2) == -0.5;
    right = right && floor(-x) == -1 && ceil(x) == 1 && round(2.5) == 3 && trunc(-2.7) == -2;
    right = right && rint(2.5) == 2 && lround(-2.5) == -3 && llrint(3.5) == 4 && ldexp(x, 3) == 8 * x;
    right = right && near(erf(x) + erfc(x), 1) && near(tgamma(5), 24) && nextafter(1, 2) > 1;
    right = right && fmin(1, 2) == 1 && fmax(1, 2) == 2 && fdim(3, 1) == 2 && fma(2, 3, 4) == 10;
    right = right && copysign(1, -x) == -1 && logb(8) == 3 && ilogb(8) == 3 && isnan(sqrt(-x));
    return right && sqrtf(4) == 2 && floorf(1.5f) == 1;
}
