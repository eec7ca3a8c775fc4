package org.latentzoo.kernel;

/**
 * The functions of one or two floats that loops apply: for a processor, block by block, and for a
 * card, in CUDA C.
 */
public enum Pointwise {
  COPY(Kernels::copy, "x"),
  ADD(Kernels::add, "x + y"),
  SUBTRACT(Kernels::subtract, "x - y"),
  /** y - x. */
  SUBTRACT_FROM(Kernels::subtractFrom, "y - x"),
  MULTIPLY(Kernels::multiply, "x * y"),
  DIVIDE(Kernels::divide, "x / y"),
  /** y / x. */
  DIVIDE_INTO(Kernels::divideInto, "y / x"),
  /** NaN if one is. */
  MAX(Kernels::max, "x != x || x > y ? x : y"),
  /** NaN if one is. */
  MIN(Kernels::min, "x != x || x < y ? x : y"),
  NEGATE(Kernels::negate, "-x"),
  ABS(Kernels::abs, "fabsf(x)"),
  /** -1, 0 or 1. */
  SIGN(Kernels::sign, "x > 0 ? 1.f : x < 0 ? -1.f : x"),
  /** 1 where x > y, 0 where not, NaN where x - y is. */
  STEP(Kernels::step, "x - y > 0.f ? 1.f : x - y <= 0.f ? 0.f : x - y"),
  SQUARE(Kernels::square, "x * x"),
  SQRT(Kernels::sqrt, "sqrtf(x)"),
  RELU(Kernels::relu, "x < 0 ? 0.f : x"),
  ELU(Kernels::elu, "x < 0 ? expm1f(x) : x"),
  EXP(Kernels::exp, "expf(x)"),
  LOG(Kernels::log, "logf(x)"),
  LOG1P(Kernels::log1p, "log1pf(x)"),
  TANH(Kernels::tanh, "tanhf(x)"),
  SIGMOID(Kernels::sigmoid, "1.f / (1.f + expf(-x))");

  private final Kernel kernel;
  private final String cuda;

  Pointwise(Kernel kernel, String cuda) {
    this.kernel = kernel;
    this.cuda = cuda;
  }

  /** The function over a block of floats. */
  public Kernel kernel() {
    return kernel;
  }

  /** An expression in x and y. */
  public String cuda() {
    return cuda;
  }
}
