package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.examples.plot.Figure;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/** Fits a normal q to {@link TwoNormals} p (equation 18): KL(p || q) covers, KL(q || p) seeks. */
public final class ForwardReverseKl {
  private ForwardReverseKl() {}

  /** Draws {@code forward-reverse-kl.png}. */
  public static void main(String... args) {
    runExample(Path.of("")).forEach((kl, q) -> System.out.println(kl + ": " + q));
  }

  /** Draws into {@code folder}; the fit of each divergence. */
  static Map<String, Normal> runExample(Path folder) {
    var graph = new Graph(DataType.DOUBLE, 1);
    var covering = Normal.in(graph, "covering");
    var forward = covering.logProb(TwoNormals.sample(graph)).neg(); // and E_p[log p], a constant
    var seeking = Normal.in(graph, "seeking");
    var z = seeking.sample(graph.noise("eps", Noise.NORMAL, 1));
    var reverse = seeking.logProb(z).sub(TwoNormals.logProb(graph, z));
    var loss = Maths.batchMean(forward.add(reverse)); // no parameter is in both
    var phase = Phase.of("loss", loss, "covering", "seeking");

    var model = new ModelInstance(new Model(graph, List.of(phase), Map.of()));
    var parameters = model.parameters(phase).vector();
    var adam = Optimizer.create(OptimizerConfig.of(Updater.ADAM), parameters);
    var step = model.training(phase, 1000);
    int steps = 2000;
    for (int t = 0; t < steps; t++) {
      step.execution().drawNoise(new NoiseSource(1), "step", t);
      step.execution().run();
      adam.step(parameters, step.gradient().vector(), t, 0, 0.05 * (1 - (double) t / steps));
    }

    var covers = Normal.from(model, "covering");
    var seeks = Normal.from(model, "seeking");
    new Figure(840, 420, "x", "density")
        .curve("p", -8, 8, TwoNormals::density)
        .curve("q, least KL(p || q)", -8, 8, covers::density)
        .curve("q, least KL(q || p)", -8, 8, seeks::density)
        .write(folder.resolve("forward-reverse-kl.png"));
    return Map.of("KL(p || q)", covers, "KL(q || p)", seeks);
  }
}
