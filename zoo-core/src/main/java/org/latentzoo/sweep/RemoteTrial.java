package org.latentzoo.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Reports.Report;

/**
 * A trial on its way to another process: text, since all else lies in the sweep's folder. Run once
 * more after a crash, it goes on from its checkpoint.
 *
 * @param folder of the sweep, by the path under which all machines see it
 * @param trial its number
 * @param point its settings
 */
public record RemoteTrial(String folder, int trial, Point point) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * What became of a trial; without score and refusal, it was interrupted and has saved.
   *
   * @param steps taken
   * @param score on validation rows, higher being better, if it trained to its end
   * @param refusal why it cannot be trained with these settings
   */
  public record Outcome(long steps, @Nullable Double score, @Nullable String refusal)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Trains and scores in this thread.
   *
   * @param interrupted asked after each step: whether to save and stop
   * @throws UserException if a file cannot be read or written, which tells nothing of the settings
   */
  public Outcome run(BooleanSupplier interrupted) {
    var files = new SweepFolder(Path.of(folder));
    var plan = SweepPlan.load(files.plan().toString());
    NativeThreads.limitForGood(plan.config().threads());
    var monitor = new Reporter(plan.config().stopping().rule(), files.reports(trial), interrupted);
    try {
      var model = new PresetTrials(plan, files).train(trial, point, monitor);
      return new Outcome(monitor.steps, model.map(Trainable.Scored::score).orElse(null), null);
    } catch (UserException e) {
      if (e.getCause() instanceof IOException) {
        throw e;
      }
      return new Outcome(monitor.steps, null, e.getMessage());
    } catch (OutOfMemoryError e) {
      return new Outcome(monitor.steps, null, "Out of memory: " + e.getMessage());
    }
  }

  /** Writes down what the stopping rule looks at, for the process that decides. */
  private static final class Reporter implements Monitor {
    private final StoppingRule rule;
    private final Reports reports;
    private final BooleanSupplier interrupted;
    private long steps;

    Reporter(StoppingRule rule, Reports reports, BooleanSupplier interrupted) {
      this.rule = rule;
      this.reports = reports;
      this.interrupted = interrupted;
    }

    @Override
    public void onStep(long steps) {
      this.steps = steps;
    }

    @Override
    public void onEpoch(int epoch, double score) {
      if (rule.looksAt(epoch)) {
        reports.add(new Report(epoch, steps, score));
      }
    }

    @Override
    public boolean isStopped() {
      return interrupted.getAsBoolean();
    }
  }
}
