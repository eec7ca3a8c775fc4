package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Rows;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.io.ImageShape;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Pictures of what a model learnt from images, black being the data's least value, white its
 * largest.
 */
final class Pictures {
  private static final int SIDE = 4;
  private static final int COLUMNS = 10;
  private static final int PAIRS = 30;
  private static final int SAMPLES = 100;
  private static final int BATCH = 1000;

  private final TrainedModel model;
  private final DataModule data;
  private final ImageShape shape;
  private double least = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  private Pictures(TrainedModel model, DataModule data, ImageShape shape) {
    this.model = model;
    this.data = data;
    this.shape = shape;
    var rows = data.train();
    try (var epoch = rows.epoch(0, false, BATCH, 0)) {
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var x = Nd4j.create(model.preset().precision(), n, rows.columns());
        epoch.fill(x);
        var given = data.preprocessing().inverse(x);
        least = Math.min(least, given.minNumber().doubleValue());
        largest = Math.max(largest, given.maxNumber().doubleValue());
      }
    }
  }

  /** The square image that a row of {@code columns} numbers makes, if it makes one. */
  static Optional<ImageShape> shape(int columns) {
    int side = (int) Math.round(Math.sqrt(columns));
    return side >= SIDE && side * side == columns
        ? Optional.of(new ImageShape(side, side, 1))
        : Optional.empty();
  }

  /**
   * Writes {@code samples.png} and {@code reconstructions.png}, where rows are images and the model
   * can draw them.
   *
   * @param rows to reconstruct the first of
   * @return the files
   */
  static List<Path> write(TrainedModel model, DataModule data, Rows rows, Path folder) {
    var files = new ArrayList<Path>();
    var shape = shape(data.columns());
    if (shape.isEmpty() || !model.instance().model().has(Head.DECODED_MEAN)) {
      return files;
    }
    var pictures = new Pictures(model, data, shape.get());
    if (model.instance().model().has(Head.PRIOR_SAMPLE)) {
      files.add(folder.resolve("samples.png"));
      pictures.draw(files.get(0), model.sample(SAMPLES, model.preset().seed(), Head.DECODED_MEAN));
    }
    if (model.instance().model().has(Head.POSTERIOR_MEAN)) {
      files.add(folder.resolve("reconstructions.png"));
      pictures.draw(files.get(files.size() - 1), pictures.reconstructions(rows));
    }
    return files;
  }

  private void draw(Path path, INDArray given) {
    ImageGrid.write(path, given.sub(least).divi(largest - least), shape, COLUMNS);
  }

  /** The first rows, lines of originals above lines of their reconstructions. */
  private INDArray reconstructions(Rows rows) {
    int n = (int) Math.min(PAIRS, rows.count());
    var encoder = model.instance().inference(List.of(Head.POSTERIOR_MEAN), n);
    var x = encoder.execution().input(Model.DATA);
    try (var epoch = rows.epoch(0, false, n, 0)) {
      epoch.fill(x);
    }
    encoder.execution().run();
    var originals = data.preprocessing().inverse(x);
    var decoded = model.decode(encoder.answer(Head.POSTERIOR_MEAN));
    var lines = new ArrayList<INDArray>();
    for (int at = 0; at < n; at += COLUMNS) {
      var line = NDArrayIndex.interval(at, Math.min(at + COLUMNS, n));
      lines.add(originals.get(line, NDArrayIndex.all()));
      lines.add(decoded.get(line, NDArrayIndex.all()));
    }
    return Nd4j.concat(0, lines.toArray(INDArray[]::new));
  }
}
