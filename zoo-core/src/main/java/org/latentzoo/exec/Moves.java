package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.kernel.Loop;
import org.latentzoo.kernel.Move;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** Slices, splits and concatenations of floats along one axis, and their gradients. */
final class Moves {
  private Moves() {}

  /** What {@code op} copies where it is one of them; nothing where it is another op. */
  static List<Move> of(CustomOp op, INDArray[] in, INDArray[] out) {
    boolean plain =
        Arrays.stream(in).allMatch(Loop::takes) && Arrays.stream(out).allMatch(Loop::takes);
    return plain ? moves(op, in, out) : List.of();
  }

  private static List<Move> moves(CustomOp op, INDArray[] in, INDArray[] out) {
    return switch (op.opName()) {
      case "concat" -> in(in, out[0], axis(op, 0, out[0]));
      case "concat_bp" -> out(in[in.length - 1], out, axis(op, 0, out[0]));
      case "split" -> in.length == 1 ? out(in[0], out, axis(op, 1, in[0])) : List.of();
      case "slice" -> in.length == 1 ? slice(op, in[0], out[0]) : List.of();
      case "slice_bp" -> in.length == 2 ? sliceGradient(op, in[1], out[0]) : List.of();
      default -> List.of();
    };
  }

  private static int axis(CustomOp op, int argument, INDArray array) {
    int axis = (int) op.iArgs()[argument];
    return axis < 0 ? axis + array.rank() : axis;
  }

  private static List<Move> in(INDArray[] parts, INDArray whole, int axis) {
    var moves = new ArrayList<Move>();
    long offset = 0;
    for (var part : parts) {
      moves.add(Move.in(part, whole, axis, offset));
      offset += part.size(axis);
    }
    return moves;
  }

  private static List<Move> out(INDArray whole, INDArray[] parts, int axis) {
    var moves = new ArrayList<Move>();
    long offset = 0;
    for (var part : parts) {
      moves.add(Move.out(whole, axis, offset, part));
      offset += part.size(axis);
    }
    return moves;
  }

  private static List<Move> slice(CustomOp op, INDArray whole, INDArray part) {
    int axis = cut(whole, part);
    return axis < 0 ? List.of() : List.of(Move.out(whole, axis, op.iArgs()[axis], part));
  }

  private static List<Move> sliceGradient(CustomOp op, INDArray part, INDArray whole) {
    int axis = cut(whole, part);
    if (axis < 0) {
      return List.of();
    }
    long offset = op.iArgs()[axis];
    long end = offset + part.size(axis);
    return List.of(
        Move.zeros(whole, axis, 0, offset),
        Move.in(part, whole, axis, offset),
        Move.zeros(whole, axis, end, whole.size(axis) - end));
  }

  /** The one axis along which {@code part} is smaller than {@code whole}; -1 if there are more. */
  private static int cut(INDArray whole, INDArray part) {
    var cut = IntStream.range(0, whole.rank()).filter(i -> whole.size(i) != part.size(i)).toArray();
    return cut.length == 1 ? cut[0] : -1;
  }
}
