package org.latentzoo.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What the data tests share. */
final class DataFixtures {
  private DataFixtures() {}

  /** A configuration that changes nothing and holds nothing out. */
  static DataConfig plain(String source) {
    return new DataConfig(source, "auto", "1", false, Binarize.NONE, "0", "0", 0, Missing.REFUSE);
  }

  static DataConfig split(String source, String validation, String test, int window) {
    return new DataConfig(
        source, "auto", "1", false, Binarize.NONE, validation, test, window, Missing.REFUSE);
  }

  static DataConfig bits(String source, Binarize binarize) {
    return new DataConfig(source, "auto", "auto", false, binarize, "0", "0", 0, Missing.REFUSE);
  }

  static DataModule open(DataConfig config) {
    return DataModule.open(config, DataType.DOUBLE, 1);
  }

  /** All rows of an epoch in its order, features and then the label. */
  static List<List<Double>> rows(Rows rows, int epoch, boolean shuffle, int batch, long first) {
    var all = new ArrayList<List<Double>>();
    try (var batches = rows.epoch(epoch, shuffle, batch, first)) {
      for (int n = batches.nextSize(); n > 0; n = batches.nextSize()) {
        var x = Nd4j.create(DataType.DOUBLE, n, rows.columns());
        batches.fill(x);
        for (int i = 0; i < n; i++) {
          var row = new ArrayList<Double>();
          for (int j = 0; j < rows.columns(); j++) {
            row.add(x.getDouble(i, j));
          }
          row.add(batches.labels()[i]);
          all.add(row);
        }
      }
    }
    return all;
  }

  static List<List<Double>> rows(Rows rows) {
    return rows(rows, 0, false, 7, 0);
  }

  /** The bytes of an IDX file with this magic number, dimensions and content. */
  static byte[] idx(int magic, int[] dimensions, byte... content) {
    var bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + content.length).putInt(magic);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.put(content).array();
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    var out = new java.io.ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
