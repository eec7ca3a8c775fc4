package org.latentzoo.model;

import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;

/**
 * A kind of model, found by {@link java.util.ServiceLoader}: the zoo's own and those in jars of
 * other people alike.
 *
 * @param <C> its configuration, a record whose compact constructor refuses bad values
 */
public interface ModelType<C extends Record> {
  /** The name that presets use, {@code vae}. */
  String name();

  /** One line for {@code zoo list}. */
  String summary();

  /** The configuration with every default; the one place where they stand. */
  C defaults();

  /**
   * Builds the model into {@code graph}.
   *
   * @param features D, the columns of the data
   */
  Model build(C config, Graph graph, int features);

  /** The values to which the model gives a likelihood. */
  default Support support(C config) {
    return Support.REAL;
  }

  /** {@code config} as the record type that {@code type} takes. */
  @SuppressWarnings("unchecked")
  static <C extends Record> C config(ModelType<C> type, Record config) {
    return (C) type.defaults().getClass().cast(config);
  }
}
