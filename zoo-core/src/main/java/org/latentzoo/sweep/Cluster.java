package org.latentzoo.sweep;

import java.util.ServiceLoader;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/**
 * Other processes that train trials, on machines that see the sweep's folder under the same path.
 * What fails there for no fault of the trial is tried again by the cluster.
 */
public interface Cluster extends AutoCloseable {
  /** What makes clusters, found by {@link ServiceLoader}: Spark's, if Spark is there. */
  @FunctionalInterface
  interface Provider {
    /**
     * Takes hold of a cluster.
     *
     * @param master where it is, in the cluster's own words
     * @param threads native ones that a trial computes with
     * @throws UserException if there is none
     */
    Cluster open(String master, int threads);
  }

  /** How many trials it trains at a time, at least 1. */
  int slots();

  /**
   * Has a trial trained. To cancel the future is to interrupt the trial, which saves and ends after
   * its next step.
   *
   * @return what became of it; fails if the cluster gave it up
   */
  Future<RemoteTrial.Outcome> submit(RemoteTrial trial);

  /** Lets go of the cluster, once interrupted trials have saved. */
  @Override
  void close();

  /**
   * Opens a Spark cluster.
   *
   * @param master Spark's name for it, say local[2] or spark://HOST:7077
   * @param threads native ones that a trial computes with
   * @throws UserException if Spark is not on the class path, or there is no such cluster
   */
  static Cluster open(String master, int threads) {
    try {
      var provider = ServiceLoader.load(Provider.class).findFirst();
      return provider.orElseThrow(() -> missing(null)).open(master, threads);
    } catch (NoClassDefFoundError e) {
      if (String.valueOf(e.getMessage()).startsWith("org/apache/spark/")) {
        throw missing(e);
      }
      throw e;
    }
  }

  private static UserException missing(@Nullable Throwable cause) {
    return new UserException(
        "Spark is not on the class path. Run zoo-examples/bin/zoo, which fetches it where --spark is asked for, or add spark-core_2.12 to your own program.",
        cause);
  }
}
