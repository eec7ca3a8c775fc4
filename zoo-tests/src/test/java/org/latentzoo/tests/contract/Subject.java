package org.latentzoo.tests.contract;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.data.Feed;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Execution;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.models.Flow;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A preset's model over random rows in [0, 1], which suit any likelihood.
 *
 * @param instance the model
 * @param features D
 */
public record Subject(ModelInstance instance, int features) {
  /** The preset at its own size, for images of 8x8 or 28x28 or points of the plane. */
  static Subject full(String name, DataType dtype) {
    var preset = Preset.load(name);
    int features =
        switch (preset.data().source()) {
          case "digits" -> 64;
          case "fashion-mnist" -> 784;
          default -> 2;
        };
    return of(preset, dtype, features, 1);
  }

  /** The preset's choices with every size cut to {@code size}, on a square of more columns. */
  static Subject small(String name, int size, DataType dtype, long seed) {
    var preset = shrunk(Preset.load(name), size);
    var yaml = preset.toYaml();
    boolean convolves = yaml.contains("channels:") && !yaml.contains("channels: []");
    // On 6 x 6 every weight of two convolutions meets a pixel, and on 8 x 8 of two scales of a
    // flow; on less, some meet padding only.
    int least = Math.max(3, (int) Math.ceil(Math.sqrt(size + 2)));
    int side = hasScales(preset) ? 8 : convolves ? 6 : least;
    return of(preset, dtype, side * side, seed);
  }

  /** Whether it is a flow of two scales, which halve the side of an image twice. */
  public static boolean hasScales(Preset preset) {
    return preset.model() instanceof Flow.Config flow && !flow.channels().isEmpty();
  }

  /** Cuts every whole number and every list of them among the model's settings. */
  public static Preset shrunk(Preset preset, int size) {
    var small = preset;
    for (var component : preset.model().getClass().getRecordComponents()) {
      var key = "model." + component.getName();
      if (component.getType() == int.class) {
        small = small.with(key, Math.min(size, number(preset.model(), component)));
      } else if (component
          .getGenericType()
          .getTypeName()
          .equals("java.util.List<java.lang.Integer>")) {
        small = small.with(key, Collections.nCopies(layers(preset.model(), component), size));
      }
    }
    return small;
  }

  private static int layers(Record model, RecordComponent component) {
    return ((List<?>) value(model, component)).size();
  }

  private static int number(Record model, RecordComponent component) {
    return (int) value(model, component);
  }

  private static Object value(Record model, RecordComponent component) {
    try {
      return component.getAccessor().invoke(model);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("config records are public", e);
    }
  }

  private static Subject of(Preset preset, DataType dtype, int features, long seed) {
    var instance = ModelInstance.of(preset.type(), preset.model(), dtype, seed, features);
    return new Subject(instance, features);
  }

  /** The placeholder of the rows' own numbers. */
  String local() {
    return instance.model().graph().locals().iterator().next();
  }

  List<Phase> phases() {
    return instance.model().phases();
  }

  /** A step whose rows and noise are drawn; run it. */
  TrainingStep step(Phase phase, int batch, long seed) {
    var step = instance.training(phase, batch);
    var source = new NoiseSource(seed);
    Noise.UNIFORM.fill(step.execution().input(Model.DATA), source, "x");
    step.execution().drawNoise(source, "step");
    fill(step.execution(), batch, source);
    return step;
  }

  /** Labels in turn, and some numbers of the rows' own. */
  private void fill(Execution execution, int batch, NoiseSource source) {
    int classes = Math.max(1, instance.classes());
    Feed.labels(IntStream.range(0, batch).mapToDouble(i -> i % classes).toArray(), execution);
    for (var local : instance.model().graph().locals()) {
      if (execution.reads(local)) {
        Noise.NORMAL.fill(execution.input(local), source, local);
      }
    }
  }

  /** Every head the model has, run on drawn rows, codes and noise. */
  Inference answers(int batch) {
    var heads = new ArrayList<>(instance.model().heads().keySet());
    var inference = instance.inference(heads, batch);
    var source = new NoiseSource(3);
    Noise.UNIFORM.fill(inference.execution().input(Model.DATA), source, "x");
    if (heads.contains(Head.DECODED_MEAN)) {
      Noise.NORMAL.fill(inference.execution().input(Model.CODES), source, "z");
    }
    inference.execution().drawNoise(source, "heads");
    fill(inference.execution(), batch, source);
    inference.execution().run();
    return inference;
  }
}
