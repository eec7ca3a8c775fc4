package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.examples.plot.Window;
import org.latentzoo.examples.report.Plot.Axis;
import org.latentzoo.examples.report.Plot.Series;
import org.latentzoo.model.Head;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models of points of the plane: densities, energies, and what a flow does to a grid. */
final class PlanePanels {
  private static final int CELLS = 160;
  private static final int LINES = 11;
  private static final int POINTS = 61;
  private static final double LIMIT = 2.5;

  /** Energies this far above the least are drawn as dark as any. */
  private static final double NATS = 12;

  private PlanePanels() {}

  /** p(x) under points of the data, one picture for each label that the model is given. */
  static List<Panel> densities(Asked asked) {
    if (asked.model().columns() != 2 || !asked.has(Head.LOG_LIKELIHOOD)) {
      return List.of();
    }
    var model = asked.model();
    var window = Window.around(asked.originals());
    var cells = window.cells(CELLS);
    return labels(asked)
        .map(
            label -> {
              var rows = label == null ? model.rows(cells) : model.rows(cells, label);
              var logs = model.evaluator(n -> {}).score(rows, 1).values();
              double most = Arrays.stream(logs).max().orElseThrow();
              // The square root lets tails be seen.
              var shares = Arrays.stream(logs).map(p -> Math.exp((p - most) / 2)).toArray();
              return plane(
                  "Density" + given(label),
                  "The square root of p(x), bright where it is high.",
                  "A map of the density",
                  window,
                  Pixels.map(shares),
                  List.of());
            })
        .toList();
  }

  /** Where the lines of a grid of codes go. */
  static List<Panel> grids(Asked asked) {
    boolean has = asked.codes().isPresent() && asked.codes().get().columns() == 2;
    if (asked.model().columns() != 2 || !asked.has(Head.DECODED_MEAN) || !has) {
      return List.of();
    }
    var window = Window.around(asked.originals());
    var x = asked.originals();
    var codes = codes();
    return labels(asked)
        .map(
            label -> {
              double given = label == null ? 0 : label;
              var image = asked.model().decode(codes, Ways.repeated(given, codes.rows()));
              var series = new ArrayList<Series>();
              series.add(
                  Series.points(
                      "rows",
                      -1,
                      x.getColumn(0).toDoubleVector(),
                      x.getColumn(1).toDoubleVector()));
              for (int line = 0; line < 2 * LINES; line++) {
                series.add(line(image, line));
              }
              return plane(
                  "Warped grid" + given(label),
                  "Where a square grid of codes goes: lines half a standard deviation of the prior apart, up to two and a half.",
                  "The lines of a grid, bent onto the data",
                  window,
                  null,
                  series);
            })
        .toList();
  }

  private static Series line(INDArray image, int line) {
    var x = new double[POINTS];
    var y = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      x[i] = image.getDouble(line * POINTS + i, 0);
      y[i] = image.getDouble(line * POINTS + i, 1);
    }
    boolean first = line % LINES == 0;
    int fixed = line < LINES ? 0 : 1;
    return Series.line(first ? "z_" + fixed + " fixed" : "", fixed, x, y);
  }

  /** Lines of constant z_0, then of constant z_1, {@code [2 LINES POINTS, 2]}. */
  private static INDArray codes() {
    var codes = new double[2 * LINES * POINTS][2];
    for (int line = 0; line < 2 * LINES; line++) {
      int fixed = line < LINES ? 0 : 1;
      for (int i = 0; i < POINTS; i++) {
        codes[line * POINTS + i][fixed] = place(line % LINES, LINES);
        codes[line * POINTS + i][1 - fixed] = place(i, POINTS);
      }
    }
    return Nd4j.createFromArray(codes);
  }

  private static double place(int i, int n) {
    return LIMIT * (2.0 * i / (n - 1) - 1);
  }

  /** The energy's surface, and the densities of energy, generator and data. */
  static List<Panel> energies(Asked asked) {
    return asked
        .model()
        .plane(asked.rows())
        .map(
            found -> {
              var window = new Window(0, 0, found.grid().limit());
              double least = Arrays.stream(found.energy()).min().orElseThrow();
              var depth = Arrays.stream(found.energy()).map(e -> 1 - (e - least) / NATS).toArray();
              var densities = found.pictures();
              return List.<Panel>of(
                  plane(
                      "Energy surface",
                      "E(x), brightest where it is least; dark from %.0f nats above that."
                          .formatted(NATS),
                      "A map of the energy",
                      window,
                      Pixels.map(depth),
                      List.of()),
                  density("Density of the energy", "exp(-E) / Z", window, densities, 0),
                  density("Density of the generator", "p_g", window, densities, 1),
                  density("Density of the data", "The truth", window, densities, 2));
            })
        .orElse(List.of());
  }

  private static Panel density(
      String title, String what, Window window, INDArray pictures, int which) {
    return plane(
        title,
        what + ", on the scale of the densities beside it.",
        "A map of a density",
        window,
        Pixels.map(pictures.getRow(which).toDoubleVector()),
        List.of());
  }

  /** The labels that the model is given; null where it is given none. */
  private static Stream<@Nullable Integer> labels(Asked asked) {
    int classes = asked.model().instance().classes();
    return classes == 0 ? Stream.of((Integer) null) : IntStream.range(0, classes).boxed();
  }

  private static String given(@Nullable Integer label) {
    return label == null ? "" : " given label " + label;
  }

  private static Panel plane(
      String title,
      String note,
      String alt,
      Window window,
      @Nullable Pixels map,
      List<Series> series) {
    double half = window.half();
    var plane =
        new Plot.Plane(
            Axis.of("x_0 (data units)", window.x() - half, window.x() + half),
            Axis.of("x_1 (data units)", window.y() - half, window.y() + half),
            true,
            map == null ? null : map.uri(),
            series);
    return new Panel.Drawing(title, note, alt, plane);
  }
}
