package org.latentzoo.kernel;

/**
 * exp, log and their kin of the first n floats of x, into y. The argument is split into a power of
 * two and a remainder, whose function is a Taylor polynomial; powers of two are taken apart and put
 * together in loops of their own, which are not vectorised. Within 2 units in the last place of the
 * exact value; infinities, subnormals and NaN as {@link Math} has them.
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

  private static final int SUBNORMAL_SHIFT = 25;

  private Exponentials() {}

  /**
   * exp(x) = 2^k exp(r), r = x - k log 2. From -104 down it is 0, from 89 up infinite.
   *
   * @param y may be x
   * @param power scratch
   */
  static void exp(float[] x, float[] y, float[] power, int n) {
    split(x, -104, 89, y, power, n);
    for (int i = 0; i < n; i++) {
      int k = Float.floatToRawIntBits(power[i]) - ROUNDER_BITS;
      int half = k >> 1;
      y[i] = (1 + y[i]) * powerOfTwo(half) * powerOfTwo(k - half);
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
    split(x, -20, 88, y, power, n);
    for (int i = 0; i < n; i++) {
      power[i] = powerOfTwo(Float.floatToRawIntBits(power[i]) - ROUNDER_BITS);
    }
    for (int i = 0; i < n; i++) {
      y[i] = power[i] * y[i] + (power[i] - 1);
    }
  }

  /**
   * exp(r) - 1 into y, and k in the lowest bits of {@code power}, for x cut off at low and high.
   */
  private static void split(float[] x, float low, float high, float[] y, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float within = Math.max(low, Math.min(high, x[i]));
      float rounded = within * LOG2_E + ROUNDER;
      float k = rounded - ROUNDER;
      float r = within - k * LN2_HIGH - k * LN2_LOW;
      power[i] = rounded;
      y[i] = r + r * r * tail(r);
    }
  }

  /** (exp(r) - 1 - r) / r^2 for |r| up to log(2) / 2. */
  private static float tail(float r) {
    return 1 / 2f
        + r * (1 / 6f + r * (1 / 24f + r * (1 / 120f + r * (1 / 720f + r * (1 / 5040f)))));
  }

  private static float powerOfTwo(int k) {
    return Float.intBitsToFloat((k + BIAS) << MANTISSA_BITS);
  }

  /**
   * log(x) = k log 2 + log(m), x = 2^k m.
   *
   * @param y not x
   * @param power scratch
   */
  static void log(float[] x, float[] y, float[] power, int n) {
    boolean special = false;
    for (int i = 0; i < n; i++) {
      boolean normal = x[i] >= Float.MIN_NORMAL;
      float scaled = normal ? x[i] : Math.scalb(x[i], SUBNORMAL_SHIFT);
      special |= !(scaled > 0 && scaled < Float.POSITIVE_INFINITY);
      int bits = Float.floatToRawIntBits(scaled) - ROOT_HALF_BITS + ONE_BITS;
      power[i] = (bits >> MANTISSA_BITS) - BIAS - (normal ? 0 : SUBNORMAL_SHIFT);
      y[i] = Float.intBitsToFloat((bits & MANTISSA) + ROOT_HALF_BITS);
    }
    for (int i = 0; i < n; i++) {
      y[i] = logarithm(power[i], y[i] - 1, 0);
    }
    for (int i = 0; special && i < n; i++) {
      if (!(x[i] > 0 && x[i] < Float.POSITIVE_INFINITY)) {
        y[i] = (float) Math.log(x[i]);
      }
    }
  }

  /**
   * log(1 + x) = k log 2 + log(m) + c / u, u = 1 + x as rounded = 2^k m, c = 1 + x - u.
   *
   * @param y not x
   * @param power scratch
   */
  static void log1p(float[] x, float[] y, float[] power, int n) {
    boolean special = false;
    for (int i = 0; i < n; i++) {
      float u = 1 + x[i];
      special |= !(u > 0 && u < Float.POSITIVE_INFINITY);
      int bits = Float.floatToRawIntBits(u) - ROOT_HALF_BITS + ONE_BITS;
      power[i] = (bits >> MANTISSA_BITS) - BIAS;
      y[i] = Float.intBitsToFloat((bits & MANTISSA) + ROOT_HALF_BITS);
    }
    for (int i = 0; i < n; i++) {
      float u = 1 + x[i];
      float added = u - 1;
      float lost = (1 - (u - added)) + (x[i] - added);
      y[i] = logarithm(power[i], y[i] - 1, lost / u);
    }
    for (int i = 0; special && i < n; i++) {
      if (!(x[i] > -1 && x[i] < Float.POSITIVE_INFINITY)) {
        y[i] = (float) Math.log1p(x[i]);
      }
    }
  }

  /**
   * k log 2 + log(1 + f) + c; with s = f / (2 + f), log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + 2 (s^2
   * / 3 + s^4 / 5 + ...)).
   */
  private static float logarithm(float k, float f, float c) {
    float s = f / (2 + f);
    float z = s * s;
    float series = z * (2 / 3f + z * (2 / 5f + z * (2 / 7f + z * (2 / 9f))));
    float half = 0.5f * f * f;
    return k * LN2_HIGH + (f - (half - (s * (half + series) + (k * LN2_LOW + c))));
  }
}
