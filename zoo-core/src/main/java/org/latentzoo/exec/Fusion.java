package org.latentzoo.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gathers elementwise ops over equally many elements into one pass each. An op joins the last group
 * of its length that nothing between the two depends on; so a chain becomes one loop, whatever lies
 * between its links in the program's order.
 */
final class Fusion {
  private final Function<String, INDArray> values;
  private final UnaryOperator<String> source;

  private final List<Unit> units = new ArrayList<>();
  private final Map<String, Unit> producers = new HashMap<>();

  /**
   * @param values the arrays of values
   * @param source the value that a name stands for
   */
  Fusion(Function<String, INDArray> values, UnaryOperator<String> source) {
    this.values = values;
    this.source = source;
  }

  /**
   * The work of {@code ops}, in an order that computes it.
   *
   * @param ops in an order that computes them
   * @param wanted values that others read
   */
  List<Work> apply(List<Node> ops, Set<String> wanted) {
    ops.forEach(this::place);
    sink(wanted);
    var read = new HashSet<>(wanted);
    var sorted = sorted();
    var work = new ArrayDeque<Work>();
    for (int i = sorted.size() - 1; i >= 0; i--) {
      sorted
          .get(i)
          .work(read)
          .ifPresent(
              part -> {
                part.inputs().forEach(name -> read.add(source.apply(name)));
                work.addFirst(part);
              });
    }
    return List.copyOf(work);
  }

  private void place(Node op) {
    var kernel = Elementwise.of(op, values);
    var reads =
        kernel.map(k -> k.reads(source)).orElseGet(() -> op.inputs().stream().map(source).toList());
    var before = new LinkedHashSet<Unit>();
    reads.stream().map(producers::get).filter(Objects::nonNull).forEach(before::add);
    var unit = kernel.flatMap(k -> group(k, before)).orElseGet(() -> unit(op, kernel));
    kernel.ifPresent(unit.kernels::add);
    before.remove(unit);
    unit.after(before);
    op.outputs().forEach(name -> producers.put(name, unit));
  }

  private Unit unit(Node op, Optional<Elementwise> kernel) {
    var unit = new Unit(units.size(), op, kernel.map(Elementwise::length).orElse(0));
    units.add(unit);
    return unit;
  }

  private Optional<Unit> group(Elementwise kernel, Set<Unit> before) {
    for (int i = units.size() - 1; i >= 0; i--) {
      var unit = units.get(i);
      if (unit.length == kernel.length() && unit.takes(kernel, before)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  /**
   * Moves kernels to the one loop that reads them where it can have them of what is in memory
   * anyway: 1 - y^2 goes from the loop of y = tanh x to that of its gradient, and is not written.
   */
  private void sink(Set<String> wanted) {
    var readers = new HashMap<String, Set<Unit>>();
    for (var unit : units) {
      unit.reads().forEach(name -> readers.computeIfAbsent(name, n -> new HashSet<>()).add(unit));
    }
    for (var unit : units) {
      for (int i = unit.kernels.size() - 1; i >= 0; i = Math.min(i, unit.kernels.size()) - 1) {
        var output = unit.kernels.get(i).output();
        var reader = only(readers.getOrDefault(output, Set.of()));
        if (!wanted.contains(output) && reader.isPresent() && reader.get() != unit) {
          sink(unit, i, reader.get(), wanted, readers);
        }
      }
    }
  }

  private static Optional<Unit> only(Set<Unit> units) {
    return units.size() == 1 ? units.stream().findFirst() : Optional.empty();
  }

  /** Moves the i-th kernel, and those before it that are for it alone, if that writes less. */
  private void sink(Unit from, int i, Unit to, Set<String> wanted, Map<String, Set<Unit>> readers) {
    var moved = new ArrayDeque<Elementwise>();
    var stay = new ArrayList<>(from.kernels);
    var needed = new HashSet<>(Set.of(from.kernels.get(i).output()));
    for (int j = i; j >= 0; j--) {
      var kernel = from.kernels.get(j);
      if (needed.contains(kernel.output())) {
        moved.addFirst(kernel);
        stay.remove(j);
        kernel.reads(source).stream()
            .filter(name -> !wanted.contains(name) && only(readers.get(name)).isPresent())
            .forEach(needed::add);
      }
    }
    var isRead = new HashSet<String>();
    stay.forEach(kernel -> isRead.addAll(kernel.reads(source)));
    var outputs = moved.stream().map(Elementwise::output).toList();
    var leaves = new HashSet<>(from.inputs(moved));
    leaves.removeAll(to.reads());
    boolean isWorth =
        to.length == from.length
            && moved.stream().noneMatch(Elementwise::isSum)
            && outputs.stream().noneMatch(isRead::contains)
            && leaves.stream().filter(n -> values.apply(n).length() == from.length).count() <= 1;
    if (isWorth) {
      to.kernels.addAll(0, moved);
      from.kernels.clear();
      from.kernels.addAll(stay);
      leaves.forEach(name -> readers.get(name).add(to));
      outputs.forEach(name -> readers.put(name, new HashSet<>(Set.of(to))));
      from.inputs(moved).stream()
          .filter(name -> !isRead.contains(name))
          .forEach(name -> readers.get(name).remove(from));
    }
  }

  /** Each unit after those that it depends on. */
  private List<Unit> sorted() {
    var sorted = new LinkedHashSet<Unit>();
    units.forEach(unit -> add(unit, sorted));
    return List.copyOf(sorted);
  }

  private void add(Unit unit, Set<Unit> sorted) {
    if (!sorted.contains(unit)) {
      unit.depends.stream().forEach(i -> add(units.get(i), sorted));
      sorted.add(unit);
    }
  }

  /** An op that is no kernel, or the kernels of a loop so far. */
  private final class Unit {
    private final int index;
    private final Node op;
    private final int length;
    private final List<Elementwise> kernels = new ArrayList<>();
    private final BitSet depends = new BitSet();

    /** {@code length} is 0 for an op that is no kernel. */
    Unit(int index, Node op, int length) {
      this.index = index;
      this.op = op;
      this.length = length;
    }

    boolean isLoop() {
      return length > 0;
    }

    /** What it reads, of its own kernels too. */
    List<String> reads() {
      return isLoop()
          ? kernels.stream().flatMap(kernel -> kernel.reads(source).stream()).toList()
          : op.inputs().stream().map(source).toList();
    }

    /** Whether the kernel may join: no value of the unit reaches it by another, or summed up. */
    boolean takes(Elementwise kernel, Set<Unit> before) {
      boolean free = before.stream().allMatch(u -> u == this || !u.depends.get(index));
      return free
          && kernels.stream().allMatch(k -> fit(k, kernel))
          && kernels.stream()
              .filter(Elementwise::isSum)
              .noneMatch(k -> kernel.reads(source).contains(k.output()));
    }

    private static boolean fit(Elementwise a, Elementwise b) {
      return !a.isSum() || !b.isSum() || a.columns() == b.columns();
    }

    /** Notes what the unit depends on, for itself and for all that depend on it. */
    void after(Set<Unit> before) {
      var added = new BitSet();
      before.forEach(
          unit -> {
            added.or(unit.depends);
            added.set(unit.index);
          });
      depends.or(added);
      units.stream().filter(unit -> unit.depends.get(index)).forEach(u -> u.depends.or(added));
    }

    /** The work of the values that are {@code read}, if any is. */
    Optional<Work> work(Set<String> read) {
      if (!isLoop()) {
        return op.outputs().stream().anyMatch(read::contains) ? Optional.of(op) : Optional.empty();
      }
      var needed = new HashSet<>(read);
      var kept = new ArrayDeque<Elementwise>();
      for (int i = kernels.size() - 1; i >= 0; i--) {
        var kernel = kernels.get(i);
        if (needed.contains(kernel.output())) {
          needed.addAll(kernel.reads(source));
          kept.addFirst(kernel);
        }
      }
      var outputs = kept.stream().map(Elementwise::output).filter(read::contains).toList();
      return kept.isEmpty()
          ? Optional.empty()
          : Optional.of(new FusedOps(length, List.copyOf(kept), inputs(kept), outputs, source));
    }

    /** What kernels read of others. */
    private List<String> inputs(Collection<Elementwise> kernels) {
      var own = new HashSet<String>();
      var inputs = new LinkedHashSet<String>();
      for (var kernel : kernels) {
        kernel.reads(source).stream().filter(name -> !own.contains(name)).forEach(inputs::add);
        own.add(kernel.output());
      }
      return List.copyOf(inputs);
    }
  }
}
