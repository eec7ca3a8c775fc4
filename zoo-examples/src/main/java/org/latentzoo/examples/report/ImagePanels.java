package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures of what a model draws: samples, reconstructions, ways from row to row. */
final class ImagePanels {
  private static final int SAMPLES = 64;
  private static final int LINE = 8;
  private static final int PAIRS = 32;
  private static final int WAYS = 6;
  private static final int STEPS = 8;

  private ImagePanels() {}

  /** E[x | z] at draws of the prior. */
  static Optional<Panel> samples(Asked asked) {
    if (!asked.draws() || !asked.has(Head.PRIOR_SAMPLE)) {
      return Optional.empty();
    }
    var model = asked.model();
    var samples = model.sample(SAMPLES, model.preset().seed(), Head.DECODED_MEAN);
    return picture(
        asked,
        "Samples",
        "E[x | z] at draws z of the prior.",
        SAMPLES + " pictures that the model made up",
        ImageGrid.lines(samples, LINE));
  }

  /** Rows, each line above the line of their reconstructions. */
  static Optional<Panel> reconstructions(Asked asked) {
    if (!asked.draws() || asked.codes().isEmpty()) {
      return Optional.empty();
    }
    int n = (int) Math.min(PAIRS, asked.rows().count());
    var codes = Buffers.rows(asked.codes().get(), 0, n);
    var labels = Arrays.copyOf(asked.rows().labels(), n);
    var above = ImageGrid.lines(Buffers.rows(asked.originals(), 0, n), LINE);
    var below = ImageGrid.lines(asked.model().decode(codes, labels), LINE);
    var lines = new ArrayList<INDArray>();
    IntStream.range(0, above.size())
        .forEach(i -> lines.addAll(List.of(above.get(i), below.get(i))));
    return picture(
        asked,
        "Reconstructions",
        "Each line of rows has the line of their reconstructions E[x | E[z | x]] below it.",
        n + " rows, each above its reconstruction",
        lines);
  }

  /** From a row's code to another's. */
  static Optional<Panel> interpolations(Asked asked) {
    int rows = (int) asked.rows().count();
    if (!asked.draws() || asked.codes().isEmpty() || asked.discrete().isPresent() || rows < 2) {
      return Optional.empty();
    }
    var codes = asked.codes().get();
    var labels = asked.rows().labels();
    var lines =
        IntStream.range(0, Math.min(WAYS, Math.floorDiv(rows, 2)))
            .mapToObj(
                i ->
                    asked
                        .model()
                        .decode(
                            Ways.between(codes.getRow(2L * i), codes.getRow(2L * i + 1), STEPS),
                            Ways.repeated(labels[2 * i], STEPS)))
            .toList();
    return picture(
        asked,
        "Interpolations",
        "Straight ways between the codes of two rows, decoded; both ends are reconstructions.",
        lines.size() + " pairs of rows with " + (STEPS - 2) + " pictures between them",
        lines);
  }

  static Optional<Panel> picture(
      Asked asked, String title, String note, String alt, List<INDArray> lines) {
    var bright = lines.stream().map(asked.model()::brightness).toList();
    return Optional.of(new Panel.Picture(title, note, alt, Pixels.grey(bright)));
  }
}
