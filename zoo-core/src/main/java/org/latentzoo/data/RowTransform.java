package org.latentzoo.data;

import java.util.function.Consumer;
import org.latentzoo.random.NoiseSource;

/** Applies a {@link Preprocessing} to scaled rows in place, all but dynamic binarisation. */
final class RowTransform implements Consumer<Row> {
  private static final NoiseSource STATIC_BITS = new NoiseSource(0xB175L);

  private final double[] shift;
  private final double[] divisor;
  private final boolean standardizes;
  private final Binarize binarize;

  RowTransform(Preprocessing preprocessing) {
    shift = preprocessing.shift().toDoubleVector();
    divisor = preprocessing.divisor().toDoubleVector();
    standardizes = preprocessing.standardizes();
    binarize = preprocessing.binarize();
  }

  @Override
  public void accept(Row row) {
    var features = row.features();
    if (standardizes) {
      standardize(features);
    }
    switch (binarize) {
      case STATIC ->
          features.bernoulli(0, shift.length, STATIC_BITS.wordsAfter(0, "static", row.index()));
      case THRESHOLD -> threshold(features);
      case NONE, DYNAMIC -> {}
    }
  }

  private void standardize(Cells features) {
    for (int j = 0; j < shift.length; j++) {
      features.set(j, (features.get(j) - shift[j]) / divisor[j]);
    }
  }

  private static void threshold(Cells features) {
    for (int j = 0; j < features.length(); j++) {
      features.set(j, features.get(j) > 0.5 ? 1 : 0);
    }
  }
}
