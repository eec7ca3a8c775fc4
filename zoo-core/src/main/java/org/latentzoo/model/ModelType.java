package org.latentzoo.model;

import org.latentzoo.graph.Graph;

/**
 * A kind of model, found by {@link java.util.ServiceLoader}.
 *
 * @param <C> its settings, a record whose components are the keys of a preset's {@code model} block
 */
public interface ModelType<C extends Record> {
  /** The name that presets use, lower-case kebab. */
  String name();

  /** One line for listings. */
  String summary();

  /** The settings of a preset that sets none. */
  C defaults();

  /** Builds the model for rows of {@code features} numbers into {@code graph}. */
  Model build(C config, Graph graph, int features);
}
