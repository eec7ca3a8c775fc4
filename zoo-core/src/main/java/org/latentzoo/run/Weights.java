package org.latentzoo.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Range;
import org.latentzoo.io.Safetensors;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trained model's parameters by name, with the preprocessing and range of its data. */
record Weights(Map<String, INDArray> parameters, Preprocessing preprocessing, Range range) {
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
   * Reads a weights file.
   *
   * @throws UserException if it is damaged, or of another model than the preset's
   */
  static Weights read(Path path, Preset preset) {
    var content = Safetensors.read(path);
    var meta = content.metadata();
    if (!preset.type().name().equals(meta.get(MODEL))) {
      throw new UserException(
          "Weights '%s' are of model '%s', the run's config names '%s'. Restore the run folder."
              .formatted(path, meta.get(MODEL), preset.type().name()));
    }
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
      return new Weights(parameters, new Preprocessing(scale, shift, divisor, binarize), range);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Weights '%s' lack the preprocessing of their data. Restore the run folder."
              .formatted(path),
          e);
    }
  }

  private static double number(Map<String, String> meta, String key) {
    return Double.parseDouble(meta.getOrDefault(key, ""));
  }

  /**
   * Writes the parameters into an instance.
   *
   * @throws UserException if a name or a shape differs
   */
  void into(ModelInstance instance, Path path) {
    var slots = instance.parameters();
    slots.forEach(
        (name, slot) -> {
          var value = parameters.get(name);
          if (value == null || !Arrays.equals(value.shape(), slot.shape())) {
            throw new UserException(
                "Weights '%s' do not fit the run's config: '%s' must have shape %s, got %s. Restore the run folder."
                    .formatted(
                        path,
                        name,
                        Arrays.toString(slot.shape()),
                        value == null ? "none" : Arrays.toString(value.shape())));
          }
          slot.assign(value);
        });
  }
}
