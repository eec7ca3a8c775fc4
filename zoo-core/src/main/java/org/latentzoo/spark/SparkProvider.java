package org.latentzoo.spark;

import com.google.auto.service.AutoService;
import org.latentzoo.sweep.Cluster;

/** Lets {@link Cluster#open} find Spark; loads nothing of it until then. */
@AutoService(Cluster.Provider.class)
public final class SparkProvider implements Cluster.Provider {
  @Override
  public Cluster open(String master, int threads) {
    return SparkCluster.open(master, threads);
  }
}
