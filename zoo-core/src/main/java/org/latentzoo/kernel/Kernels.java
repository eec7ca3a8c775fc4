package org.latentzoo.kernel;

/** The kernels: one or two arguments, element by element. */
final class Kernels {
  private Kernels() {}

  /** x. */
  public static void copy(float[] x, float[] y, float[] to, float[] scratch, int n) {
    System.arraycopy(x, 0, to, 0, n);
  }

  /** x + y. */
  public static void add(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] + y[i];
    }
  }

  /** x - y. */
  public static void subtract(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] - y[i];
    }
  }

  /** y - x. */
  public static void subtractFrom(float[] x, float[] y, float[] to, float[] scratch, int n) {
    subtract(y, x, to, scratch, n);
  }

  /** x y. */
  public static void multiply(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] * y[i];
    }
  }

  /** x / y. */
  public static void divide(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] / y[i];
    }
  }

  /** y / x. */
  public static void divideInto(float[] x, float[] y, float[] to, float[] scratch, int n) {
    divide(y, x, to, scratch, n);
  }

  /** max(x, y), NaN if one is. */
  public static void max(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(x[i], y[i]);
    }
  }

  /** min(x, y), NaN if one is. */
  public static void min(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(x[i], y[i]);
    }
  }

  /** -x. */
  public static void negate(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = -x[i];
    }
  }

  /** |x|. */
  public static void abs(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.abs(x[i]);
    }
  }

  /** -1, 0 or 1: the factors lift the smallest number above 1. */
  public static void sign(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(-1f, Math.min(1f, x[i] * 0x1p100f * 0x1p100f));
    }
  }

  /**
   * 1 where x > y, 0 where not, NaN where x - y is. A choice would be a branch, which no processor
   * foresees where x is random.
   */
  public static void step(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(0f, Math.min(1f, (x[i] - y[i]) * 0x1p100f * 0x1p100f));
    }
  }

  /** x^2. */
  public static void square(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] * x[i];
    }
  }

  /** The root of x. */
  public static void sqrt(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (float) Math.sqrt(x[i]);
    }
  }

  /** max(x, 0). */
  public static void relu(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(x[i], 0f);
    }
  }

  /** x where positive, exp(x) - 1 elsewhere. */
  public static void elu(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(x[i], 0f);
    }
    Exponentials.expm1(to, to, scratch, n);
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(x[i], 0f) + to[i];
    }
  }

  /** exp(x). */
  public static void exp(float[] x, float[] y, float[] to, float[] scratch, int n) {
    Exponentials.exp(x, to, scratch, n);
  }

  /** log(x). */
  public static void log(float[] x, float[] y, float[] to, float[] scratch, int n) {
    Exponentials.log(x, to, scratch, n);
  }

  /** log(1 + x). */
  public static void log1p(float[] x, float[] y, float[] to, float[] scratch, int n) {
    Exponentials.log1p(x, to, scratch, n);
  }

  /** tanh(x) = m / (m + 2), m = exp(2 x) - 1. */
  public static void tanh(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(2 * x[i], 20f);
    }
    Exponentials.expm1(to, to, scratch, n);
    for (int i = 0; i < n; i++) {
      to[i] = to[i] / (to[i] + 2);
    }
  }

  /** 1 / (1 + exp(-x)). */
  public static void sigmoid(float[] x, float[] y, float[] to, float[] scratch, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = -x[i];
    }
    Exponentials.exp(to, to, scratch, n);
    for (int i = 0; i < n; i++) {
      to[i] = 1 / (1 + to[i]);
    }
  }

  /**
   * The sum of {@code n} floats of x from {@code start} on, halves being added up; a, b: scratch.
   * The second half is copied, since indices that differ by a number the compiler does not know
   * keep a loop from being vectorised.
   */
  static float sum(float[] x, int start, int n, float[] a, float[] b) {
    System.arraycopy(x, start, a, 0, n);
    for (int left = n; left > 1; left = (left + 1) / 2) {
      int half = (left + 1) / 2;
      System.arraycopy(a, half, b, 0, left - half);
      add(a, b, a, b, left - half);
    }
    return a[0];
  }
}
