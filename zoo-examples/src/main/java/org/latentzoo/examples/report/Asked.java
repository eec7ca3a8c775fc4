package org.latentzoo.examples.report;

import java.util.Optional;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.ActiveUnits;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.models.DiscreteVae;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model with the first of its rows and what it made of them, found once for all figures.
 *
 * @param rows some of the test rows, or without any of the training rows; all are complete
 * @param originals as the model sees them, in the data's units, {@code [N, D]}
 * @param codes E[z | x], {@code [N, K]}, where the model has codes
 */
record Asked(TrainedModel model, Rows rows, INDArray originals, Optional<INDArray> codes) {
  private static final int ROWS = 500;

  /** Where a search finds each row's code, which takes seconds. */
  private static final int SEARCHED_ROWS = 50;

  /** Below this side a square number of columns is more likely a table. */
  private static final int SIDE = 4;

  /** Asks; empty where the rows have missing cells, of which there are no pictures. */
  static Optional<Asked> of(TrainedModel model) {
    var data = model.data();
    var part = data.test().count() > 0 ? data.test() : data.train();
    if (!part.isComplete()) {
      return Optional.empty();
    }
    var rows = part.first(isSearched(model.instance().model()) ? SEARCHED_ROWS : ROWS);
    var codes =
        model.instance().model().has(Head.POSTERIOR_MEAN)
            ? Optional.of(model.encode(rows))
            : Optional.<INDArray>empty();
    return Optional.of(new Asked(model, rows, model.originals(rows), codes));
  }

  /** Whether each row's code is found by a search: the model has no encoder. */
  private static boolean isSearched(Model model) {
    return model.graph().locals().stream()
        .anyMatch(local -> model.phases().stream().anyMatch(phase -> phase.trains(local)));
  }

  boolean has(Head head) {
    return model.instance().model().has(head);
  }

  /** Whether rows are taken for square pictures that the model can draw. */
  boolean draws() {
    int side = (int) Math.round(Math.sqrt(model.columns()));
    return side >= SIDE && side * side == model.columns() && has(Head.DECODED_MEAN);
  }

  /** The units of the code, the most active first. */
  int[] units() {
    return ActiveUnits.of(codes.orElseThrow()).mostActive();
  }

  /** The settings of a model whose codes are discrete. */
  Optional<DiscreteVae.Config> discrete() {
    return model.preset().model() instanceof DiscreteVae.Config config
        ? Optional.of(config)
        : Optional.empty();
  }
}
