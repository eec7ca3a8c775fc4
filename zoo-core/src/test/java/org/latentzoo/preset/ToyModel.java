package org.latentzoo.preset;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;

/** A model type with a setting of every kind; it builds nothing. */
public final class ToyModel implements ModelType<ToyModel.Config> {
  enum Noise {
    NONE,
    HEAVY_TAILED
  }

  record Prior(double scale, boolean learned) {}

  record Config(
      int latent,
      List<Integer> hidden,
      Noise noise,
      Prior prior,
      double maxShift,
      @Nullable Integer components,
      String note) {
    Config {
      if (latent < 1) {
        throw new UserException("model.latent must be at least 1, got " + latent + ".");
      }
    }
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String summary() {
    return "For tests";
  }

  @Override
  public Config defaults() {
    return new Config(2, List.of(16), Noise.NONE, new Prior(1, false), 0.5, null, "");
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    throw new UnsupportedOperationException();
  }
}
