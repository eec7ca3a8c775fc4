package org.latentzoo.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latentzoo.data.Feed;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How near a model's samples are to rows that neither the model nor the classifier has seen, by
 * {@link FrechetDistance} between features of a {@link FeatureClassifier}: such distances compare
 * models of one data set under one classifier, and with no others. As many training rows, at the
 * same distance from those rows as perfect samples would be, say what is in reach.
 *
 * @param instance draws the samples
 * @param head the answer that is a sample: {@link Head#DECODED_MEAN} or {@link Head#DECODED_SAMPLE}
 * @param classifier of the rows' classes
 */
record SampleQuality(ModelInstance instance, Head head, FeatureClassifier classifier) {
  /** The most rows that {@link Evaluator} compares with. */
  static final int MOST_ROWS = 10_000;

  private static final int BATCH = 500;

  /**
   * {@code classifier_accuracy}, {@code feature_frechet_distance} and {@code
   * training_rows_frechet_distance}.
   *
   * @param rows {@code [N, D]}, with their labels, which a conditional model is given too
   * @param training as many rows {@code [N, D]}, or fewer
   */
  Map<String, Metric> metrics(
      INDArray rows, double[] labels, INDArray training, NoiseSource noise) {
    var metrics = new LinkedHashMap<String, Metric>();
    var features = classifier.features(rows);
    var samples = classifier.features(samples(labels, noise));
    metrics.put("classifier_accuracy", classifier.accuracy(rows, labels));
    metrics.put("feature_frechet_distance", FrechetDistance.of(samples, features));
    metrics.put(
        "training_rows_frechet_distance",
        FrechetDistance.of(classifier.features(training), features));
    return metrics;
  }

  /** x for z ~ p(z), one for each label, as the model sees rows. */
  private INDArray samples(double[] labels, NoiseSource noise) {
    var parts = new INDArray[(labels.length + BATCH - 1) / BATCH];
    for (int i = 0; i < parts.length; i++) {
      int start = i * BATCH;
      int end = Math.min(labels.length, start + BATCH);
      var prior = instance.inference(Set.of(Head.PRIOR_SAMPLE), end - start);
      prior.execution().drawNoise(noise, "quality", i);
      prior.execution().run();
      var decoder = instance.inference(List.of(head), end - start);
      decoder.execution().input(Model.CODES).assign(prior.answer(Head.PRIOR_SAMPLE));
      Feed.labels(Arrays.copyOfRange(labels, start, end), decoder.execution());
      decoder.execution().drawNoise(noise, "quality", i);
      decoder.execution().run();
      parts[i] = decoder.answer(head).dup('c');
    }
    return Nd4j.concat(0, parts);
  }
}
