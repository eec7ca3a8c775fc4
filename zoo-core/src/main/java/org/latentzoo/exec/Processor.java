package org.latentzoo.exec;

import java.util.List;
import java.util.Optional;
import org.latentzoo.kernel.Copy;
import org.latentzoo.kernel.Loop;
import org.latentzoo.kernel.Product;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * The processor.
 *
 * @param isShared whether by a {@link Team}, or by what threads ND4J has
 */
record Processor(boolean isShared) implements Target {
  /** With a team where there is work of ours, unless ND4J's convolutions need the cores. */
  static Processor of(List<Work> work) {
    return new Processor(
        work.stream().anyMatch(FusedOps.class::isInstance)
            && work.stream().noneMatch(part -> part instanceof Node op && op.isConvolution()));
  }

  @Override
  public Step loop(FusedOps ops, INDArray[] in, INDArray[] out) {
    var builder = new Loop.Builder(ops.length());
    ops.build(builder, in, out);
    var loop = builder.build(isShared ? Team.size() : 1);
    return new KernelStep(ops.name(), loop::run, List.of(in), List.of(out));
  }

  @Override
  public Optional<Step> op(CustomOp op, INDArray[] in, INDArray[] out) {
    if (!isShared) {
      return Optional.empty();
    }
    return Products.of(op, in, out[0], true, Product::new)
        .map(product -> step(op, product::run, in, out))
        .or(() -> moves(op, in, out));
  }

  private static Optional<Step> moves(CustomOp op, INDArray[] in, INDArray[] out) {
    var copies = Moves.of(op, in, out).stream().map(Copy::new).toList();
    int threads = Team.size();
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(step(op, () -> copies.forEach(copy -> copy.run(threads)), in, out));
  }

  private static Step step(CustomOp op, Runnable kernel, INDArray[] in, INDArray[] out) {
    return new KernelStep(op.opName(), kernel, List.of(in), List.of(out));
  }

  @Override
  public List<Step> arranged(List<Step> steps) {
    return steps;
  }
}
