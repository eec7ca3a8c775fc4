package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** NICE, RealNVP and a masked autoregressive flow on the same digits, in bits a pixel. */
public final class FlowDigits {
  private static final List<String> PRESETS =
      List.of("nice-digits", "realnvp-digits", "maf-digits");

  private FlowDigits() {}

  /** Takes settings such as {@code train.epochs=5}. */
  public static void main(String... settings) {
    runExample(Path.of("flow-digits"), settings)
        .forEach((name, bits) -> System.out.printf("%-16s %.3f bits%n", name, bits));
  }

  /** Trains each into its folder in {@code folder} and draws samples there. */
  static Map<String, Double> runExample(Path folder, String... settings) {
    var bits = new LinkedHashMap<String, Double>();
    for (var name : PRESETS) {
      var preset = Preset.load(name).withSet(List.of(settings));
      var flow = Experiment.of(preset).train(folder.resolve(name));
      double nats = flow.evaluate(flow.data().test(), 0).get("elbo").mean();
      bits.put(name, -nats / (flow.columns() * Math.log(2)));
      var digits = flow.sample(64, preset.seed(), Head.DECODED_SAMPLE);
      flow.draw(folder.resolve(name + ".png"), ImageGrid.square(digits));
    }
    return bits;
  }
}
