package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.data.Rows;
import org.latentzoo.examples.plot.CodeScatter;
import org.latentzoo.examples.plot.DensityMap;
import org.latentzoo.examples.plot.WarpedGrid;
import org.latentzoo.examples.plot.Window;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.io.ImageShape;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures of what a model learnt from images. */
final class Pictures {
  /** Below this side a square number of columns is more likely a table. */
  private static final int SIDE = 4;

  private static final int SAMPLES = 100;
  private static final int PAIRS = 40;
  private static final int LINE = 10;

  /** Points that a plane has room for. */
  private static final int CODES = 3000;

  /** A side of the picture of a density. */
  private static final int PIXELS = 400;

  private Pictures() {}

  /** Whether rows of {@code columns} numbers are taken for square images. */
  static boolean areImages(int columns) {
    int side = (int) Math.round(Math.sqrt(columns));
    return side >= SIDE && side * side == columns;
  }

  /**
   * Writes {@code samples.png} and {@code reconstructions.png}, where rows are images and the model
   * can draw them, {@code codes.png}, where it has codes of two units or more, for points of the
   * plane {@code density.png} and {@code grid.png}, with a panel for each label that the model is
   * given, and {@code densities.png}, where there is an energy in the plane and the truth is known.
   *
   * @param rows to reconstruct and to encode the first of
   * @return the files
   */
  static List<Path> write(TrainedModel model, Rows rows, Path folder) {
    var files = new ArrayList<>(images(model, rows, folder));
    if (model.instance().model().has(Head.POSTERIOR_MEAN) && rows.isComplete()) {
      var first = rows.first(CODES);
      var codes = model.encode(first);
      if (codes.columns() > 1) {
        var file = folder.resolve("codes.png");
        CodeScatter.write(file, codes, first.labels());
        files.add(file);
      }
    }
    model
        .plane(rows)
        .ifPresent(
            plane -> {
              var file = folder.resolve("densities.png");
              var shape = new ImageShape(plane.grid().side(), plane.grid().side(), 1);
              ImageGrid.write(file, List.of(plane.pictures()), shape);
              files.add(file);
            });
    if (model.columns() == 2 && rows.isComplete()) {
      files.addAll(plane(model, rows.first(CODES), folder));
    }
    return files;
  }

  /** The density over the plane, and where codes of two units are in it, for each label. */
  private static List<Path> plane(TrainedModel model, Rows rows, Path folder) {
    var files = new ArrayList<Path>();
    var heads = model.instance().model();
    var points = model.originals(rows);
    int classes = model.instance().classes();
    if (heads.has(Head.LOG_LIKELIHOOD)) {
      var cells = Window.around(points).cells(PIXELS);
      var labelled =
          classes == 0
              ? Stream.of(model.rows(cells))
              : IntStream.range(0, classes).mapToObj(label -> model.rows(cells, label));
      var evaluator = model.evaluator(n -> {});
      var file = folder.resolve("density.png");
      DensityMap.write(file, labelled.map(some -> evaluator.score(some, 1).values()).toList());
      files.add(file);
    }
    if (heads.has(Head.DECODED_MEAN) && codes(model) == 2) {
      var grids =
          classes == 0
              ? Stream.of(new WarpedGrid(model::decode, points))
              : IntStream.range(0, classes)
                  .mapToObj(label -> new WarpedGrid(given(model, label), points));
      var file = folder.resolve("grid.png");
      WarpedGrid.write(file, grids.toList());
      files.add(file);
    }
    return files;
  }

  /** E[x | z, label] of codes. */
  private static UnaryOperator<INDArray> given(TrainedModel model, int label) {
    return codes -> {
      var labels = new double[codes.rows()];
      Arrays.fill(labels, label);
      return model.decode(codes, labels);
    };
  }

  private static long codes(TrainedModel model) {
    return model
        .instance()
        .model()
        .graph()
        .sameDiff()
        .getVariable(Model.CODES)
        .placeholderShape()[1];
  }

  private static List<Path> images(TrainedModel model, Rows rows, Path folder) {
    var files = new ArrayList<Path>();
    var heads = model.instance().model();
    if (!areImages(model.columns()) || !heads.has(Head.DECODED_MEAN)) {
      return files;
    }
    if (heads.has(Head.PRIOR_SAMPLE)) {
      var samples = model.sample(SAMPLES, model.preset().seed(), Head.DECODED_MEAN);
      files.add(draw(model, folder.resolve("samples.png"), ImageGrid.square(samples)));
    }
    if (heads.has(Head.POSTERIOR_MEAN) && rows.isComplete()) {
      var first = rows.first(PAIRS);
      var pairs = pairs(model.originals(first), model.reconstruct(first));
      files.add(draw(model, folder.resolve("reconstructions.png"), pairs));
    }
    return files;
  }

  /** Lines of originals, each above the line of their reconstructions. */
  static List<INDArray> pairs(INDArray originals, INDArray reconstructions) {
    var above = ImageGrid.lines(originals, LINE);
    var below = ImageGrid.lines(reconstructions, LINE);
    return IntStream.range(0, above.size())
        .boxed()
        .flatMap(i -> Stream.of(above.get(i), below.get(i)))
        .toList();
  }

  private static Path draw(TrainedModel model, Path file, List<INDArray> lines) {
    model.draw(file, lines);
    return file;
  }
}
