package org.latentzoo.examples.cli;

import java.util.Collections;
import java.util.Iterator;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.nativebuild.Release;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Training steps of a preset's first phase by plain {@code sd.fit}, batch and noise in memory. */
final class SameDiffSteps {
  private final SameDiff graph;
  private final MultiDataSet batch;

  SameDiffSteps(Preset preset, BenchData data) {
    var instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), data.columns());
    var phase = instance.trainedPhases().get(0);
    graph = instance.model().graph().sameDiff();
    var step = instance.training(phase, data.batch());
    step.execution().drawNoise(new NoiseSource(preset.seed()), phase.name(), 0);
    var names = step.execution().program().inputs().stream().sorted().toArray(String[]::new);
    var arrays = new INDArray[names.length];
    for (int i = 0; i < names.length; i++) {
      arrays[i] = names[i].equals(Model.DATA) ? data.next() : step.execution().input(names[i]);
    }
    batch = new org.nd4j.linalg.dataset.MultiDataSet(arrays, new INDArray[0]);
    graph.setTrainingConfig(
        Release.losses(new TrainingConfig.Builder(), preset.precision())
            .updater(preset.train().optimizer(phase.name()).updater())
            .dataSetFeatureMapping(names)
            .markLabelsUnused()
            .minimize(phase.loss().name())
            .build());
  }

  void run(int steps) {
    graph.fit(new Repeated(Collections.nCopies(steps, batch).iterator()), 1);
  }

  /** One batch, again and again. */
  private record Repeated(Iterator<MultiDataSet> batches) implements MultiDataSetIterator {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public MultiDataSet next() {
      return batches.next();
    }

    @Override
    public MultiDataSet next(int number) {
      return next();
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
      return null;
    }

    @Override
    public boolean resetSupported() {
      return false;
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }
  }
}
