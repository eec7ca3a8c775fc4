package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.io.ImageShape;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Trains an energy and a generator on eight Gaussians in the plane (equations 21 to 23), and draws
 * side by side what should be one density: exp(-E) / Z, that of the generator, and the truth; then
 * the energy itself.
 */
public final class EnergyGanPlane {
  private EnergyGanPlane() {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    runExample(Path.of("energy-gan-plane"), settings)
        .forEach((name, distance) -> System.out.println(name + " " + distance));
  }

  /** Trains into {@code folder}; the total variations between the three densities. */
  static Map<String, Metric> runExample(Path folder, String... settings) {
    var preset = Preset.load("energy-gan-eight-gaussians").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder.resolve("run"));
    var plane = model.plane(model.data().test()).orElseThrow();
    var shape = new ImageShape(plane.grid().side(), plane.grid().side(), 1);
    ImageGrid.write(folder.resolve("densities.png"), List.of(plane.pictures()), shape);
    return plane.metrics();
  }
}
