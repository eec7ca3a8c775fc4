package org.latentzoo.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes a matrix in the format that the file's ending names, .csv or .npy; knows .png too. */
public final class Output {
  /** The most numbers of one file: as doubles their bytes fit into a Java array. */
  private static final long NUMBERS = 1L << 27;

  private Output() {}

  /**
   * Writes numbers {@code rows} [n, d], their columns called {@code z0, z1, ...} for {@code letter}
   * z; refuses .png.
   */
  public static void write(Path path, INDArray rows, String letter) {
    write(path, rows, LongStream.range(0, rows.size(1)).mapToObj(i -> letter + i).toList());
  }

  /** Writes numbers {@code rows} [n, d] under the names of their {@code columns}; refuses .png. */
  public static void write(Path path, INDArray rows, List<String> columns) {
    checkNumbers(path);
    if (rows.rank() != 2) {
      throw new UserException(
          "'%s' takes a matrix of rows, not an array of shape %s. Reshape it."
              .formatted(path, Arrays.toString(rows.shape())));
    }
    if (Format.of(path) == Format.CSV) {
      Table.write(path, columns, cells(rows));
    } else {
      writeNpy(path, rows);
    }
  }

  /**
   * Refuses what could not be written, worth asking before a long computation: an ending that names
   * no known format, more rows than there is room for, a picture of {@code columns} that make no
   * square.
   */
  public static void check(Path path, long rows, long columns) {
    if (isPicture(path)) {
      ImageGrid.requireRoom(rows, ImageShape.square(columns));
    } else if (rows > NUMBERS / columns) {
      throw new UserException(
          "'%s' takes at most %d rows of %d columns, got %d. Ask for fewer."
              .formatted(path, NUMBERS / columns, columns, rows));
    }
  }

  /** Refuses a file whose ending names no known format, and any picture. */
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
