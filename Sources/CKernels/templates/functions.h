#pragma once
/* exp, GELU and the other activations on sixteen floats. Relative errors against the exact value: exp 2e-7,
 * the normal distribution's tail 4e-7. */
#include "vector.h"

/* e^x by 2^n * e^f, |f| <= ln(2) / 2; zero below -87.3, infinity above 88.7. */
CK_INLINE v16 exponential(v16 x) {
    x = x < splat(-87.34f) ? splat(-87.34f) : x;
    x = x > splat(88.73f) ? splat(88.73f) : x;
    const v16 magic = splat(12582912.0f); /* 1.5 * 2^23: adding it rounds to a whole number in the low bits */
    v16 shifted = multiply_add(x, splat(1.44269504088896341f), magic);
    v16 n = shifted - magic;
    v16 f = multiply_add(n, splat(-0.693359375f), x);
    f = multiply_add(n, splat(2.12194440e-4f), f);
    v16 p = splat(1.9875691500e-4f);
    p = multiply_add(p, f, splat(1.3981999507e-3f));
    p = multiply_add(p, f, splat(8.3334519073e-3f));
    p = multiply_add(p, f, splat(4.1665795894e-2f));
    p = multiply_add(p, f, splat(1.6666665459e-1f));
    p = multiply_add(p, f, splat(5.0000001201e-1f));
    p = multiply_add(p, f * f, f) + splat(1.0f);
    /* 2^(n-1), doubled afterwards, so that n = 128 still has an exponent and n = -126 becomes zero. */
    i16 bits = (((i16)shifted) << 23) + (126 << 23);
    v16 y = p * (v16)bits;
    return y + y;
}

/* x * P(normal <= x). The tail beyond |x| is e^(-x^2/2) times a polynomial in 1 / (1 + 0.35 |x|). */
CK_INLINE v16 gelu(v16 x) {
    v16 size = x < splat(0.0f) ? -x : x;
    v16 u = splat(1.0f) / multiply_add(size, splat(0.35f), splat(1.0f));
    v16 p = splat(-2.914596634e-02f);
    p = multiply_add(p, u, splat(1.439718710e-01f));
    p = multiply_add(p, u, splat(-2.557146069e-01f));
    p = multiply_add(p, u, splat(1.591745564e-01f));
    p = multiply_add(p, u, splat(-2.311010273e-02f));
    p = multiply_add(p, u, splat(1.055081150e-01f));
    p = multiply_add(p, u, splat(1.198328402e-01f));
    p = multiply_add(p, u, splat(1.398618734e-01f));
    p = multiply_add(p, u, splat(1.396214041e-01f));
    v16 tail = p * u * exponential(splat(-0.5f) * x * x);
    return x * (x < splat(0.0f) ? tail : splat(1.0f) - tail);
}

/* (1 - e) / (1 + e) with e = exp(-2 |x|) below one, under the sign of x. */
CK_INLINE v16 hyperbolic_tangent(v16 x) {
    const v16 size = x < splat(0.0f) ? -x : x, e = exponential(splat(-2.0f) * size);
    /* Where 1 - e would cancel, the series to the seventh power. */
    const v16 square = x * x;
    v16 series = multiply_add(square, splat(-17.0f / 315), splat(2.0f / 15));
    series = multiply_add(series, square, splat(-1.0f / 3));
    series = multiply_add(series * square, size, size);
    const v16 y = size < splat(0.15f) ? series : (splat(1.0f) - e) / (splat(1.0f) + e);
    return x < splat(0.0f) ? -y : y;
}

CK_INLINE v16 activated(v16 x, int activation) {
    switch (activation) {
    case CK_RELU: return x < splat(0.0f) ? splat(0.0f) : x;
    case CK_SILU: return x / (splat(1.0f) + exponential(-x));
    case CK_GELU: return gelu(x);
    case CK_QUICK_GELU: return x / (splat(1.0f) + exponential(splat(-1.702f) * x));
    case CK_SIGMOID: return splat(1.0f) / (splat(1.0f) + exponential(-x));
    case CK_TANH: return hyperbolic_tangent(x);
    default: return x;
    }
}
