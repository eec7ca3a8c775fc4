package org.latentzoo.examples.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.kernel.Product;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The least time that a step's arithmetic and memory take on this machine: products and
 * convolutions at the rate of a large product of matrices, the optimiser's vectors at that of a
 * copy. All else of a step is above the floor.
 *
 * @param operations multiplications and additions of products and convolutions in a step
 * @param bytes that the optimiser reads and writes in a step
 * @param operationRate operations a second in floats
 * @param byteRate bytes a second, read or written
 */
record Floor(long operations, long bytes, double operationRate, double byteRate) {
  private static final int SIDE = 2048;
  private static final int COPIED = 1 << 24;
  private static final int TRIES = 7;

  /** Of a step of these costs on this machine, whose rates are measured here. */
  static Floor of(List<Cost> costs, long bytes) {
    long operations = costs.stream().mapToLong(Cost::operations).sum();
    return Team.withoutNativeThreads(
        () -> new Floor(operations, bytes, rateOfProducts(), rateOfCopies()));
  }

  double arithmetic() {
    return operations / operationRate * 1e6;
  }

  double memory() {
    return bytes / byteRate * 1e6;
  }

  /** In microseconds. */
  double microseconds() {
    return arithmetic() + memory();
  }

  private static double rateOfProducts() {
    var a = Nd4j.ones(DataType.FLOAT, SIDE, SIDE);
    var c = Nd4j.zeros(DataType.FLOAT, SIDE, SIDE);
    var product = new Product(a, false, a, false, c);
    return 2.0 * SIDE * SIDE * SIDE / seconds(product::run);
  }

  private static double rateOfCopies() {
    int threads = Team.size();
    var from = new float[COPIED];
    var to = new float[COPIED];
    Arrays.fill(from, 1);
    double seconds =
        seconds(
            () ->
                Team.run(
                    threads,
                    i -> {
                      int start = (int) ((long) COPIED * i / threads);
                      int end = (int) ((long) COPIED * (i + 1) / threads);
                      System.arraycopy(from, start, to, start, end - start);
                    }));
    return 2.0 * COPIED * Float.BYTES / seconds;
  }

  /** The least of some times. */
  private static double seconds(Runnable work) {
    return DoubleStream.generate(
            () -> {
              long start = System.nanoTime();
              work.run();
              return (System.nanoTime() - start) / 1e9;
            })
        .limit(TRIES)
        .min()
        .orElseThrow();
  }
}
