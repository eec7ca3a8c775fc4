package org.latentzoo.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Many elementwise ops in one pass over arrays of one length: a block at a time is read into
 * registers (arrays of Java's), all kernels run over them, and what is asked for is written. Values
 * in between touch no memory but the nearest caches.
 */
public final class Loop {
  private static final int BLOCK = 1024;

  /** Rows to sum up have to be in a block as a whole. */
  private static final int LONGEST_ROW = 8 * BLOCK;

  /** Below so many elements times instructions a part is not worth a thread of its own. */
  private static final int SMALLEST_PART = 16 * BLOCK;

  /** Small parts, so that none waits long for another thread's last one. */
  private static final int PARTS_A_THREAD = 4;

  private final int threads;
  private final int length;
  private final int block;
  private final int registers;
  private final List<Instruction> first;
  private final List<Instruction> body;

  private Loop(
      int threads,
      int length,
      int block,
      int registers,
      List<Instruction> first,
      List<Instruction> body) {
    this.threads = threads;
    this.length = length;
    this.block = block;
    this.registers = registers;
    this.first = List.copyOf(first);
    this.body = List.copyOf(body);
  }

  /** Whether loops can read and write {@code array}: floats in c order without gaps. */
  public static boolean takes(INDArray array) {
    return Operand.isPlain(array);
  }

  /** Whether rows so long can be summed up. */
  public static boolean sums(long columns) {
    return columns <= LONGEST_ROW;
  }

  /** Runs all kernels over all blocks. */
  public void run() {
    int blocks = (length + block - 1) / block;
    int most = Math.min(blocks, (int) (work() / SMALLEST_PART) + 1);
    int parts = threads > 1 ? Math.min(most, PARTS_A_THREAD * threads) : 1;
    Team.run(
        threads,
        parts,
        part -> blocks((int) ((long) part * blocks / parts), (int) ((part + 1L) * blocks / parts)));
  }

  private long work() {
    return (long) length * body.size();
  }

  private void blocks(int from, int to) {
    var storage = Registers.of(registers, block).clone();
    for (var instruction : first) {
      instruction.run(storage, 0, block);
    }
    for (int i = from; i < to; i++) {
      int start = i * block;
      int n = Math.min(block, length - start);
      for (var instruction : body) {
        instruction.run(storage, start, n);
      }
    }
  }

  /** What happens to the {@code n} elements from {@code start} on. */
  @FunctionalInterface
  private interface Instruction {
    void run(float[][] registers, int start, int n);
  }

  /**
   * An instruction to be, with the values that it takes and yields, which have no registers yet.
   */
  private record Plan(List<Integer> takes, int yields, boolean isFirst, Binding binding) {
    /** Makes the instruction from the registers of what it takes and of what it yields. */
    @FunctionalInterface
    interface Binding {
      Instruction in(int[] takes, int yields);
    }
  }

  /** Puts a loop together. */
  public static final class Builder implements LoopBuilder {
    private static final int NONE = -1;
    private static final int SCRATCH = 2;

    private final int length;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<Float, Integer> numbers = new HashMap<>();
    private int values;
    private int row = 1;

    /** Over {@code length} elements. */
    public Builder(int length) {
      this.length = length;
    }

    @Override
    public int read(INDArray array, long[] own, long[] shape) {
      var operand = Operand.of(array, own, shape);
      return plan(
          List.of(),
          operand.isScalar(),
          (none, to) -> (r, start, n) -> operand.read(start, r[to], n));
    }

    @Override
    public int number(float number) {
      return numbers.computeIfAbsent(
          number, same -> plan(List.of(), true, (none, to) -> repeated(number, to)));
    }

    /** The register is one that nobody writes to. */
    private Instruction repeated(float number, int to) {
      var repeated = new float[block()];
      Arrays.fill(repeated, number);
      return (r, start, n) -> r[to] = repeated;
    }

    @Override
    public int apply(Pointwise function, int x, int y) {
      var kernel = function.kernel();
      return plan(
          List.of(x, y),
          false,
          (of, to) -> (r, start, n) -> kernel.apply(r[of[0]], r[of[1]], r[to], r[0], n));
    }

    @Override
    public void write(int value, INDArray array) {
      var floats = Buffers.floats(array);
      end(value, of -> (r, start, n) -> floats.put(start, r[of], 0, n));
    }

    @Override
    public void sum(int value, int columns, float scale, INDArray array) {
      row = columns;
      var floats = Buffers.floats(array);
      end(
          value,
          of ->
              (r, start, n) -> {
                for (int i = 0; i < n; i += columns) {
                  float sum = Kernels.sum(r[of], i, columns, r[0], r[1]);
                  floats.put((start + i) / columns, scale * sum);
                }
              });
    }

    /** Plans what takes a value and yields none. */
    private void end(int value, IntFunction<Instruction> binding) {
      plans.add(new Plan(List.of(value), NONE, false, (of, none) -> binding.apply(of[0])));
    }

    private int plan(List<Integer> takes, boolean isFirst, Plan.Binding binding) {
      plans.add(new Plan(takes, values, isFirst, binding));
      return values++;
    }

    /**
     * The loop. Two registers are scratch; what is read before the first block keeps its register.
     *
     * @param threads how many of a {@link Team} share it
     */
    public Loop build(int threads) {
      var lastUse = new HashMap<Integer, Integer>();
      for (int i = 0; i < plans.size(); i++) {
        for (int value : plans.get(i).takes()) {
          lastUse.put(value, i);
        }
      }
      var first = new ArrayList<Instruction>();
      var body = new ArrayList<Instruction>();
      var free = new ArrayDeque<Integer>();
      var placed = new int[values];
      int registers = SCRATCH;
      for (int i = 0; i < plans.size(); i++) {
        var plan = plans.get(i);
        int to = NONE;
        if (plan.yields() != NONE) {
          to = free.isEmpty() || plan.isFirst() ? registers++ : free.pop();
          placed[plan.yields()] = to;
        }
        var takes = plan.takes().stream().mapToInt(value -> placed[value]).toArray();
        (plan.isFirst() ? first : body).add(plan.binding().in(takes, to));
        for (int value : plan.takes().stream().distinct().toList()) {
          if (lastUse.get(value) == i && !keeps(value)) {
            free.push(placed[value]);
          }
        }
      }
      return new Loop(threads, length, block(), registers, first, body);
    }

    private int block() {
      return Math.min(Math.max(row, BLOCK / row * row), length);
    }

    private boolean keeps(int value) {
      return plans.stream().anyMatch(plan -> plan.yields() == value && plan.isFirst());
    }
  }
}
