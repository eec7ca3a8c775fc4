package org.latentzoo.spark;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Cluster;
import org.latentzoo.sweep.RemoteTrial;
import org.latentzoo.sweep.RemoteTrial.Outcome;

/**
 * Trials as Spark jobs of one task each: an executor takes the next one as soon as it is free.
 * Spark repeats the tasks of lost executors and hands over one result a job.
 *
 * <p>Spark's own settings are system properties as ever, {@code -Dspark.executor.memory=2g} say.
 * Executors have this program's class path, found at the same paths.
 */
final class SparkCluster implements Cluster {
  private static final String OPENED = "sun.nio.ch";
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** After the last executor that came, before it is taken for the last one. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** For interrupted trials to save. */
  private static final long SAVING_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final JavaSparkContext context;
  private final int slots;

  private SparkCluster(JavaSparkContext context) {
    this.context = context;
    this.slots = context.isLocal() ? free() : settled();
  }

  /**
   * Starts a Spark application, and waits for its executors.
   *
   * @throws UserException if Java or the cluster does not let it
   */
  static SparkCluster open(String master, int threads) {
    requireOpenJava();
    var silence = Masters.of(master).silence();
    if (silence.isPresent()) {
      throw refusal(master, silence.get(), null);
    }
    try {
      return running(new JavaSparkContext(configuration(master, threads)));
    } catch (Exception e) { // what Scala throws, and does not declare
      throw refusal(master, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static UserException refusal(String master, String reason, @Nullable Exception cause) {
    return new UserException(
        "--spark must name a cluster that answers, say local[2] or spark://HOST:7077, got '%s': %s"
            .formatted(master, reason),
        cause);
  }

  /** Once it has run something. */
  private static SparkCluster running(JavaSparkContext context) {
    try {
      context.parallelize(List.of(0), 1).count();
      return new SparkCluster(context);
    } catch (Exception e) {
      context.close();
      throw e;
    }
  }

  private static void requireOpenJava() {
    if (!Object.class.getModule().isOpen(OPENED, SparkCluster.class.getModule())) {
      throw new UserException(
          "Spark needs a Java that was started with --add-opens=java.base/%s=ALL-UNNAMED. Run zoo-examples/bin/zoo, which does that."
              .formatted(OPENED));
    }
  }

  private static SparkConf configuration(String master, int threads) {
    var configuration =
        new SparkConf()
            .setMaster(master)
            .set("spark.task.cpus", String.valueOf(threads))
            .set("spark.speculation", "false")
            .setIfMissing("spark.app.name", "Latent Zoo")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.executor.extraClassPath", classPath());
    if (master.startsWith("local")) {
      configuration
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
          .setIfMissing("spark.driver.host", "127.0.0.1");
    }
    return configuration;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Tasks that the executors run at a time by now, which Spark tells no public method. */
  private int free() {
    var spark = context.sc();
    var profile = spark.resourceProfileManager().defaultResourceProfile();
    return spark.maxNumConcurrentTasks(profile);
  }

  private int settled() {
    int slots = free();
    long since = System.nanoTime();
    while (System.nanoTime() - since < SETTLED_NANOS) {
      LockSupport.parkNanos(LOOK_NANOS);
      int now = free();
      if (now != slots) {
        slots = now;
        since = System.nanoTime();
      }
    }
    return slots;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public Future<Outcome> submit(RemoteTrial trial) {
    try {
      return new Only<>(context.parallelize(List.of(trial), 1).map(new Task()).collectAsync());
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What an executor does. */
  private static final class Task implements Function<RemoteTrial, Outcome> {
    private static final long serialVersionUID = 1L;

    @Override
    public Outcome call(RemoteTrial trial) {
      return trial.run(TaskContext.get()::isInterrupted);
    }
  }

  @Override
  public void close() {
    long started = System.nanoTime();
    while (isBusy() && System.nanoTime() - started < SAVING_NANOS) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    context.close();
  }

  private boolean isBusy() {
    return !context.sc().isStopped()
        && Arrays.stream(context.sc().statusTracker().getExecutorInfos())
            .mapToInt(SparkExecutorInfo::numRunningTasks)
            .anyMatch(running -> running > 0);
  }
}
