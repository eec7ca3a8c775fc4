package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latentzoo.card.CardGraph;
import org.latentzoo.card.CardLoop;
import org.latentzoo.card.CardMove;
import org.latentzoo.card.CardPermutation;
import org.latentzoo.card.CudaModule;
import org.latentzoo.card.Gemm;
import org.latentzoo.card.Launch;
import org.latentzoo.kernel.Loop;
import org.latentzoo.kernel.Pointwise;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** An NVIDIA card: neighbouring steps of ours are one CUDA graph. */
final class Card implements Target {
  private final CudaModule module = new CudaModule();

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Step loop(FusedOps ops, INDArray[] in, INDArray[] out) {
    var loop = new CardLoop(module, ops.length());
    ops.build(loop, in, out);
    return new LaunchStep(ops.name(), List.of(loop.build()));
  }

  @Override
  public Optional<Step> op(CustomOp op, INDArray[] in, INDArray[] out) {
    var launches = new ArrayList<Launch>();
    Products.of(op, in, out[0], true, Gemm::new).ifPresent(launches::add);
    Moves.of(op, in, out).stream()
        .filter(move -> move.runs() * move.run() > 0)
        .map(move -> CardMove.of(module, move))
        .forEach(launches::add);
    permutation(op, in, out[0]).ifPresent(launches::add);
    return launches.isEmpty()
        ? Optional.empty()
        : Optional.of(new LaunchStep(op.opName(), launches));
  }

  private Optional<Launch> permutation(CustomOp op, INDArray[] in, INDArray out) {
    int rank = in.length == 1 ? in[0].rank() : 0;
    boolean isKnown =
        switch (op.opName()) {
          case "transpose" -> rank == 2;
          case "permute" -> rank > 0 && op.iArgs().length == rank;
          default -> false;
        };
    if (!isKnown || !Loop.takes(in[0]) || !Loop.takes(out)) {
      return Optional.empty();
    }
    var axes =
        op.opName().equals("transpose")
            ? new int[] {1, 0}
            : Arrays.stream(op.iArgs()).mapToInt(axis -> Math.floorMod(axis, rank)).toArray();
    return Optional.of(CardPermutation.of(module, in[0], axes, out));
  }

  @Override
  public Step copy(INDArray from, INDArray to) {
    if (!Loop.takes(from) || !Loop.takes(to)) {
      return Target.super.copy(from, to);
    }
    var loop = new CardLoop(module, Math.toIntExact(to.length()));
    int value = loop.read(from, from.shape(), to.shape());
    loop.write(loop.apply(Pointwise.COPY, value, value), to);
    return new LaunchStep("copy", List.of(loop.build()));
  }

  @Override
  public List<Step> arranged(List<Step> steps) {
    var arranged = new ArrayList<Step>();
    var together = new ArrayList<LaunchStep>();
    for (var step : steps) {
      if (step instanceof LaunchStep launch) {
        together.add(launch);
        continue;
      }
      flush(together, arranged);
      arranged.add(step);
    }
    flush(together, arranged);
    return arranged;
  }

  private static void flush(List<LaunchStep> together, List<Step> to) {
    if (!together.isEmpty()) {
      to.add(graph(together.stream().flatMap(step -> step.launches().stream()).toList()));
      together.clear();
    }
  }

  private static KernelStep graph(List<Launch> launches) {
    Set<INDArray> inputs = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<INDArray> outputs = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var launch : launches) {
      launch.inputs().stream().filter(array -> !outputs.contains(array)).forEach(inputs::add);
      outputs.addAll(launch.outputs());
    }
    var graph = new CardGraph(launches, List.copyOf(inputs), List.copyOf(outputs));
    return new KernelStep("graph", graph::run, List.copyOf(inputs), List.copyOf(outputs));
  }

  /** A step that becomes part of a graph; by itself, to be timed, it is one of its own. */
  private record LaunchStep(String name, List<Launch> launches, Step alone) implements Step {
    LaunchStep(String name, List<Launch> launches) {
      this(name, launches, graph(launches));
    }

    @Override
    public void run() {
      alone.run();
    }

    @Override
    public List<INDArray> inputs() {
      return alone.inputs();
    }

    @Override
    public List<INDArray> outputs() {
      return alone.outputs();
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
