package org.latentzoo.sweep;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.jspecify.annotations.Nullable;

/** Arbiter's score of what knows its own: the higher, the better. */
@SuppressWarnings("deprecation") // as Arbiter declares it
final class OwnScore implements ScoreFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public double score(
      Object model, @Nullable DataProvider data, @Nullable Map<String, Object> parameters) {
    return ((Trainable.Scored) model).score();
  }

  @Override
  public double score(
      Object model, @Nullable Class<? extends DataSource> source, @Nullable Properties properties) {
    return ((Trainable.Scored) model).score();
  }

  @Override
  public boolean minimize() {
    return false;
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(Trainable.Scored.class);
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of();
  }
}
