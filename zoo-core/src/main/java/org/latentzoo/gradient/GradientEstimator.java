package org.latentzoo.gradient;

/** A way to estimate the gradient of a {@link Problem} by the parameters of q, r and p. */
@FunctionalInterface
public interface GradientEstimator {
  Estimate of(Problem problem);
}
