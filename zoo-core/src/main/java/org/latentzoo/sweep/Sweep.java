package org.latentzoo.sweep;

import java.nio.file.Path;
import org.latentzoo.check.Rules;
import org.latentzoo.check.UserException;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a plan's presets, some at a time, and ranks them by their score on validation rows: the
 * mean log-likelihood, or else the ELBO, in nats, or else minus the squared error. Test rows are
 * read by nobody here.
 *
 * <pre>{@code
 * var space = new Space(List.of(Parameter.log("train.optimizer.learning-rate", 1e-4, 0.1)));
 * var plan = new SweepPlan("rates", Preset.load("vae-bernoulli-digits"), SweepConfig.DEFAULTS, space);
 * var sweep = new Sweep(plan, Path.of("runs/rates"));
 * sweep.run(2, false, new SweepListener() {});
 * System.out.println(sweep.results().best());
 * }</pre>
 */
public final class Sweep {
  private final SweepPlan plan;
  private final SweepFolder folder;

  /** A sweep that is there, or will be. */
  public Sweep(SweepPlan plan, Path folder) {
    this.plan = plan;
    this.folder = new SweepFolder(folder);
  }

  /**
   * Opens a folder with a sweep, running or not.
   *
   * @throws UserException if there is none
   */
  public static Sweep open(Path folder) {
    var files = new SweepFolder(folder);
    if (!files.isThere()) {
      throw new UserException(
          "'%s' is no sweep folder. Name a folder that zoo sweep made.".formatted(folder));
    }
    var plan = SweepPlan.load(files.plan().toString());
    var name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return new Sweep(new SweepPlan(name, plan.base(), plan.config(), plan.space()), folder);
  }

  /**
   * Trains what is not trained yet, in this process.
   *
   * @param workers trials at a time, at least 1; where ND4J computes on cards, one a card at most
   * @param resume whether a sweep in the folder is gone on with; without one a new sweep starts
   * @return whether all trials ended; false if the listener interrupted some
   * @throws UserException if the folder holds another sweep, or no trial could be ranked
   */
  public boolean run(int workers, boolean resume, SweepListener listener) {
    if (!Nd4j.getEnvironment().isCPU()) {
      int cards = Nd4j.getAffinityManager().getNumberOfDevices();
      Rules.require(
          workers <= cards, "--workers", "at most the number of cards, " + cards, workers);
    }
    return run(new PresetTrials(plan, folder), workers, resume, listener);
  }

  /**
   * Has a cluster train what is not trained yet. On machines equal to this one a trial ends with
   * the same bits as here.
   *
   * @param workers trials at a time, at least 1; what is beyond the cluster's slots waits there
   * @param resume whether a sweep in the folder is gone on with; without one a new sweep starts
   * @return whether all trials ended; false if the listener interrupted some
   * @throws UserException if the folder holds another sweep, no trial could be ranked, or the
   *     cluster gave one up
   */
  public boolean run(Cluster cluster, int workers, boolean resume, SweepListener listener) {
    return run(new RemoteTrials(cluster, folder), workers, resume, listener);
  }

  private boolean run(Trainable trainable, int workers, boolean resume, SweepListener listener) {
    Rules.require(workers >= 1, "--workers", "at least 1", workers);
    requireRankable(plan.base());
    folder.requireFree(plan, resume);
    try (var journal = Journal.open(folder.journal())) {
      SweepFolder.write(folder.plan(), plan.toYaml());
      var engine = new Engine(plan.config(), plan.space(), trainable);
      listener.onBegin(Results.of(plan.space(), journal.entries()));
      boolean complete = engine.run(journal, workers, listener);
      write(Results.of(plan.space(), journal.entries()), complete);
      return complete;
    }
  }

  private static void requireRankable(Preset preset) {
    var experiment = Experiment.of(preset);
    if (experiment.data().validation().count() == 0) {
      throw new UserException(
          "A sweep ranks by validation rows, data.validation is 0. Set data.validation: 0.1, say.");
    }
    if (!Evaluator.hasObjective(experiment.instance().model())) {
      throw new UserException(
          "Model '%s' has no loss to rank by. Sweep over another model."
              .formatted(preset.type().name()));
    }
  }

  private void write(Results results, boolean complete) {
    results.writeCsv(folder.csv());
    SweepFolder.write(folder.json(), results.toJson());
    if (complete) {
      results.best().ifPresent(this::writeBest);
    }
  }

  private void writeBest(Results.Row best) {
    var about = "Trial %d of sweep %s".formatted(best.trial(), plan.name());
    var preset = plan.preset(best.point()).with("about", about).located();
    SweepFolder.write(folder.best(), preset.toYaml());
  }

  /** What is known by now. */
  public Results results() {
    return Results.of(plan.space(), Journal.read(folder.journal()));
  }

  /** What is swept over, and how. */
  public SweepPlan plan() {
    return plan;
  }

  /** The run folder of a trial. */
  public Path run(int trial) {
    return folder.run(trial);
  }

  /** The preset of the best trial, for {@code zoo train}; written once all trials ended. */
  public Path best() {
    return folder.best();
  }
}
