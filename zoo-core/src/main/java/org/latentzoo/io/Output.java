package org.latentzoo.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes a matrix in the format that the file's ending names: .csv, .npy or .png. */
public final class Output {
  private Output() {}

  /** Writes {@code rows} [n, d]; as a picture each row is a square grey image. */
  public static void write(Path path, INDArray rows) {
    write(path, rows, null);
  }

  /** Writes {@code rows} [n, d]; as a picture each row is an image of {@code shape}. */
  public static void write(Path path, INDArray rows, @Nullable ImageShape shape) {
    var format = Format.of(path);
    if (rows.rank() != 2) {
      throw new UserException(
          "'%s' takes a matrix of rows, not an array of shape %s. Reshape it."
              .formatted(path, Arrays.toString(rows.shape())));
    }
    switch (format) {
      case CSV -> Table.write(path, columns(rows, "x"), cells(rows));
      case NPY -> writeNpy(path, rows);
      case PNG ->
          ImageGrid.write(path, rows, shape == null ? ImageShape.square(rows.size(1)) : shape);
    }
  }

  /**
   * Writes numbers that make no picture, codes say, their columns called {@code z0, z1, ...} for
   * {@code letter} z; refuses .png.
   */
  public static void writeNumbers(Path path, INDArray rows, String letter) {
    checkNumbers(path);
    if (Format.of(path) == Format.CSV) {
      Table.write(path, columns(rows, letter), cells(rows));
    } else {
      writeNpy(path, rows);
    }
  }

  /** Refuses a file whose ending names no known format: worth asking before a long computation. */
  public static void check(Path path) {
    Format.of(path);
  }

  /** Refuses also a picture of rows whose {@code columns} make no square. */
  public static void check(Path path, long columns) {
    if (isPicture(path)) {
      ImageShape.square(columns);
    }
  }

  /** Refuses also any picture. */
  public static void checkNumbers(Path path) {
    if (isPicture(path)) {
      throw new UserException(
          "'%s' would be a picture, but these are plain numbers. Write .csv or .npy instead."
              .formatted(path));
    }
  }

  /** Whether the file's ending asks for a picture. */
  public static boolean isPicture(Path path) {
    return Format.of(path) == Format.PNG;
  }

  private enum Format {
    CSV,
    NPY,
    PNG;

    static Format of(Path path) {
      var name = path.toString().toLowerCase(Locale.ROOT);
      return Arrays.stream(values())
          .filter(f -> name.endsWith("." + f.name().toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new UserException(
                      "Cannot tell the format of '%s' from its ending. Use .csv, .npy or .png."
                          .formatted(path)));
    }
  }

  private static void writeNpy(Path path, INDArray rows) {
    var bytes = Nd4j.toNpyByteArray(rows.dup('c'));
    AtomicFiles.write(path, out -> out.write(bytes));
  }

  private static List<String> columns(INDArray rows, String letter) {
    return LongStream.range(0, rows.size(1)).mapToObj(i -> letter + i).toList();
  }

  private static Iterable<List<Object>> cells(INDArray rows) {
    return () ->
        LongStream.range(0, rows.size(0)).mapToObj(i -> cellsOf(rows.getRow(i))).iterator();
  }

  private static List<Object> cellsOf(INDArray row) {
    if (row.dataType() == DataType.FLOAT) {
      var values = row.toFloatVector();
      return IntStream.range(0, values.length).<Object>mapToObj(i -> values[i]).toList();
    }
    return DoubleStream.of(row.toDoubleVector()).<Object>mapToObj(v -> v).toList();
  }
}
