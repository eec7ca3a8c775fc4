package org.latentzoo.kernel;

import static org.latentzoo.kernel.MultiplyAdd.madd;

/**
 * exp, log and their kin of the first n floats of x, into y. The argument is split into a power of
 * two and a remainder, whose function is a Taylor polynomial; bits are moved in loops of their own,
 * which are not vectorised. Within 2 units in the last place of the exact value; infinities,
 * subnormals and NaN as {@link Math} has them.
 */
final class Exponentials {
  private static final float LOG2_E = 0x1.715476p0f;

  /** log 2 in two parts, the first of which has so few bits that its products with k are exact. */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = (float) (StrictMath.log(2) - LN2_HIGH);

  /** Adding it rounds to a whole number and leaves that in the lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final int MANTISSA_BITS = 23;
  private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;
  private static final int ONE_BITS = Float.floatToRawIntBits(1);
  private static final int BIAS = 127;

  /** Mantissas are taken from sqrt(1/2) to sqrt(2), so that log is small where x is near 1. */
  private static final int ROOT_HALF_BITS = Float.floatToRawIntBits((float) StrictMath.sqrt(0.5));

  private static final int MIN_NORMAL_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
  private static final int MAX_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

  /** Adding it to a whole number leaves that, biased as an exponent, in the lowest bits. */
  private static final float POWER_ROUNDER = ROUNDER + BIAS;

  /**
   * Of r^8 / 40320, the first term that exp's polynomial leaves out, what a polynomial of degree 6
   * has of it for |r| up to log(2) / 2, by Chebyshev: r^8 is 2 a^2 r^6 - 5/4 a^4 r^4 + ...
   */
  private static final double A = StrictMath.log(2) / 2;

  private static final float SIXTH = (float) (1 / 720.0 + 2 * A * A / 40320);
  private static final float FOURTH = (float) (1 / 24.0 - 1.25 * A * A * A * A / 40320);

  private Exponentials() {}

  /**
   * exp(x) = 2^k exp(r), r = x - k log 2. From -104 down it is 0, from 89 up infinite. 2^k is the
   * square of a power that is no subnormal number, or twice that.
   *
   * @param y may be x
   * @param power scratch
   */
  static void exp(float[] x, float[] y, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float within = Math.max(-104, Math.min(89, x[i]));
      float k = madd(within, LOG2_E, ROUNDER) - ROUNDER;
      float half = madd(0.5f, k, -0.25f) + ROUNDER - ROUNDER;
      float rest = 1 + madd(-2, half, k);
      power[i] = half + POWER_ROUNDER;
      y[i] = madd(rest, powerless(within, k), rest);
    }
    powersOfTwo(power, n);
    for (int i = 0; i < n; i++) {
      y[i] = y[i] * power[i] * power[i];
    }
  }

  /**
   * exp(x) - 1 = 2^k (exp(r) - 1) + (2^k - 1), r = x - k log 2; from -20 down and from 88 up what
   * it is there.
   *
   * @param y may be x
   * @param power scratch
   */
  static void expm1(float[] x, float[] y, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float within = Math.max(-20, Math.min(88, x[i]));
      float k = madd(within, LOG2_E, ROUNDER) - ROUNDER;
      power[i] = k + POWER_ROUNDER;
      y[i] = powerless(within, k);
    }
    powersOfTwo(power, n);
    for (int i = 0; i < n; i++) {
      y[i] = madd(power[i], y[i], power[i] - 1);
    }
  }

  /** exp(r) - 1. */
  private static float powerless(float x, float k) {
    float r = madd(-k, LN2_LOW, madd(-k, LN2_HIGH, x));
    return madd(r * r, tail(r), r);
  }

  /**
   * 2^k for k + {@link #POWER_ROUNDER}: the shift moves k's biased bits to the exponent's place.
   */
  private static void powersOfTwo(float[] power, int n) {
    for (int i = 0; i < n; i++) {
      power[i] = Float.intBitsToFloat(Float.floatToRawIntBits(power[i]) << MANTISSA_BITS);
    }
  }

  /** (exp(r) - 1 - r) / r^2 for |r| up to log(2) / 2. */
  private static float tail(float r) {
    float p = madd(r, 1 / 5040f, SIXTH);
    return madd(r, madd(r, madd(r, madd(r, p, 1 / 120f), FOURTH), 1 / 6f), 1 / 2f);
  }

  /**
   * log(x) = k log 2 + log(m), x = 2^k m.
   *
   * @param y not x
   * @param power scratch
   */
  static void log(float[] x, float[] y, float[] power, int n) {
    System.arraycopy(x, 0, y, 0, n);
    boolean special = splitNumbers(y, power, n);
    for (int i = 0; i < n; i++) {
      y[i] = logarithm(power[i] - POWER_ROUNDER, y[i] - 1, 0);
    }
    for (int i = 0; special && i < n; i++) {
      if (!(x[i] >= Float.MIN_NORMAL && x[i] < Float.POSITIVE_INFINITY)) {
        y[i] = (float) Math.log(x[i]);
      }
    }
  }

  /**
   * log(1 + x), in two thirds of the time for a block that is in [0, 1] as a whole, as that of a
   * softplus is. Where a block is only in part, last bits depend on the rest of it.
   *
   * @param y not x
   * @param power scratch
   */
  static void log1p(float[] x, float[] y, float[] power, int n) {
    if (isUnit(x, n)) {
      log1pOfUnit(x, y, n);
    } else {
      log1pOfAny(x, y, power, n);
    }
  }

  /** Whether all x are in [0, 1]: NaN and -0 are not. */
  private static boolean isUnit(float[] x, int n) {
    int outside = 0;
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(x[i]);
      outside |= bits | (ONE_BITS - bits);
    }
    return outside >= 0;
  }

  /** For x in [0, 1]: beyond 1/2, k = 1, 1 + x is 2 (1 + (x - 1) / 2), else it stays as it is. */
  private static void log1pOfUnit(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float k = x[i] + ROUNDER - ROUNDER;
      float f = madd(madd(-0.5f, k, 1), x[i], -0.5f * k);
      float s = f / (2 + f);
      float z = s * s;
      y[i] = logarithm(k, f, s, series(z, z * madd(z, 2 / 11f, 2 / 9f)), 0);
    }
  }

  /** log(1 + x) = k log 2 + log(m) + c / u, u = 1 + x as rounded = 2^k m, c = 1 + x - u. */
  private static void log1pOfAny(float[] x, float[] y, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = 1 + x[i];
    }
    boolean special = splitNumbers(y, power, n);
    for (int i = 0; i < n; i++) {
      float u = 1 + x[i];
      float added = u - 1;
      float lost = (1 - (u - added)) + (x[i] - added);
      y[i] = logarithm(power[i] - POWER_ROUNDER, y[i] - 1, lost / u);
    }
    for (int i = 0; special && i < n; i++) {
      if (!(x[i] > -1 && x[i] < Float.POSITIVE_INFINITY)) {
        y[i] = (float) Math.log1p(x[i]);
      }
    }
  }

  /**
   * Replaces x = 2^k m by m, and {@code power} by k + {@link #POWER_ROUNDER}.
   *
   * @return whether an x was not positive, subnormal, infinite or NaN
   */
  private static boolean splitNumbers(float[] x, float[] power, int n) {
    int special = 0;
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(x[i]);
      special |= (bits - MIN_NORMAL_BITS) | (MAX_BITS - bits);
      int shifted = bits - ROOT_HALF_BITS + ONE_BITS;
      power[i] = Float.intBitsToFloat((shifted >> MANTISSA_BITS) + ROUNDER_BITS);
      x[i] = Float.intBitsToFloat((shifted & MANTISSA) + ROOT_HALF_BITS);
    }
    return special < 0;
  }

  /** k log 2 + log(1 + f) + c for f from sqrt(1/2) - 1 to sqrt(2) - 1. */
  private static float logarithm(float k, float f, float c) {
    float s = f / (2 + f);
    float z = s * s;
    return logarithm(k, f, s, series(z, z * (2 / 9f)), c);
  }

  /**
   * k log 2 + log(1 + f) + c; with s = f / (2 + f), log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + 2 (s^2
   * / 3 + s^4 / 5 + ...)), {@code series} being what s is multiplied by after f^2 / 2.
   */
  private static float logarithm(float k, float f, float s, float series, float c) {
    float half = 0.5f * f * f;
    return madd(k, LN2_HIGH, f - (half - madd(s, half + series, madd(k, LN2_LOW, c))));
  }

  /** 2 (z / 3 + z^2 / 5 + z^3 / 7 + ...), the rest being {@code z^3 rest}. */
  private static float series(float z, float rest) {
    return z * madd(z, madd(z, 2 / 7f + rest, 2 / 5f), 2 / 3f);
  }
}
