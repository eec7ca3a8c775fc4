package org.latentzoo.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Range;
import org.latentzoo.io.Safetensors;
import org.latentzoo.model.ModelInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model's parameters by name, with the preprocessing and range of its data.
 *
 * @param name what errors call them
 * @param model the type of model that they are of
 */
record Weights(
    String name,
    String model,
    Map<String, INDArray> parameters,
    Preprocessing preprocessing,
    Range range) {
  private static final String MODEL = "model";
  private static final String SHIFT = "preprocessing.shift";
  private static final String DIVISOR = "preprocessing.divisor";
  private static final String SCALE = "scale";
  private static final String BINARIZE = "binarize";
  private static final String LEAST = "least";
  private static final String LARGEST = "largest";

  static void write(Path path, String model, ModelInstance instance, DataModule data) {
    var preprocessing = data.preprocessing();
    var tensors = new LinkedHashMap<>(instance.parameters());
    tensors.put(SHIFT, preprocessing.shift());
    tensors.put(DIVISOR, preprocessing.divisor());
    Safetensors.write(
        path,
        tensors,
        Map.of(
            MODEL,
            model,
            SCALE,
            Double.toString(preprocessing.scale()),
            BINARIZE,
            preprocessing.binarize().name(),
            LEAST,
            Double.toString(data.range().least()),
            LARGEST,
            Double.toString(data.range().largest())));
  }

  /**
   * What a weights file holds.
   *
   * @throws UserException if its preprocessing is missing, with the remedy
   */
  static Weights of(String name, Safetensors.Content content, String remedy) {
    var meta = content.metadata();
    var parameters = new LinkedHashMap<>(content.tensors());
    var shift = parameters.remove(SHIFT);
    var divisor = parameters.remove(DIVISOR);
    try {
      double scale = number(meta, SCALE);
      var range = new Range(number(meta, LEAST), number(meta, LARGEST));
      var binarize = Binarize.valueOf(meta.getOrDefault(BINARIZE, ""));
      if (shift == null || divisor == null) {
        throw new IllegalArgumentException("no preprocessing");
      }
      var preprocessing = new Preprocessing(scale, shift, divisor, binarize);
      return new Weights(name, meta.getOrDefault(MODEL, ""), parameters, preprocessing, range);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Weights '%s' lack the preprocessing of their data. %s".formatted(name, remedy), e);
    }
  }

  private static double number(Map<String, String> meta, String key) {
    return Double.parseDouble(meta.getOrDefault(key, ""));
  }

  /**
   * Writes the parameters into an instance of the model called {@code type}.
   *
   * @throws UserException if the model, a name or a shape differs, with the remedy
   */
  void into(ModelInstance instance, String type, String remedy) {
    if (!model.equals(type)) {
      throw new UserException(
          "Weights '%s' are of model '%s', the config names '%s'. %s"
              .formatted(name, model, type, remedy));
    }
    var slots = instance.parameters();
    for (var key : union(parameters.keySet(), slots.keySet())) {
      var wanted = shape(slots.get(key));
      var given = shape(parameters.get(key));
      if (!wanted.equals(given)) {
        throw new UserException(
            "Weights '%s' do not fit the config: '%s' must have shape %s, got %s. %s"
                .formatted(name, key, wanted, given, remedy));
      }
    }
    slots.forEach((key, slot) -> slot.assign(parameters.get(key)));
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    var all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  private static String shape(@Nullable INDArray array) {
    return array == null ? "none" : Arrays.toString(array.shape());
  }
}
