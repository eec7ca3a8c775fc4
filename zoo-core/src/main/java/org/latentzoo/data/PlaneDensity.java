package org.latentzoo.data;

/** p(x, y) of rows of two numbers, as they are in the source. */
@FunctionalInterface
public interface PlaneDensity {
  double at(double x, double y);
}
