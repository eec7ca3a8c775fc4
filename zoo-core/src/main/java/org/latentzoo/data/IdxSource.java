package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datavec.api.records.reader.RecordReader;
import org.latentzoo.check.UserException;

/**
 * "idx:DIR", a folder laid out like MNIST: train-images-idx3-ubyte, train-labels-idx1-ubyte
 * (optional) and the test part t10k-images-idx3-ubyte (optional) with its labels, each gzipped
 * (.gz) or not. "idx:FILE" is one file of examples without labels.
 */
@AutoService(DataSource.class)
public final class IdxSource implements DataSource {
  private static final double UBYTE_SCALE = 255;

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public DataParts open(String argument, long seed) {
    var path = DataSources.file(name(), argument);
    return Files.isDirectory(path) ? folder(path) : parts(List.of(path), Optional.empty());
  }

  @Override
  public String located(String argument) {
    return DataSources.file(name(), argument).toAbsolutePath().toString();
  }

  /** The data in a folder laid out like MNIST. */
  static DataParts folder(Path folder) {
    var train =
        files(folder, "train")
            .orElseThrow(
                () ->
                    new UserException(
                        ("IDX folder %s: expected a file train-images-idx3-ubyte or "
                                + "train-images-idx3-ubyte.gz, got none. Check the path in "
                                + "data.source.")
                            .formatted(folder)));
    return parts(train, files(folder, "t10k"));
  }

  private static Optional<List<Path>> files(Path folder, String part) {
    var labels = find(folder, part + "-labels-idx1-ubyte");
    return find(folder, part + "-images-idx3-ubyte")
        .map(images -> Stream.concat(Stream.of(images), labels.stream()).toList());
  }

  private static Optional<Path> find(Path folder, String file) {
    return Stream.of(file, file + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static DataParts parts(List<Path> train, Optional<List<Path>> test) {
    try (var examples = IdxFile.open(train.get(0))) {
      return new DataParts(
          reader(train),
          test.map(IdxSource::reader),
          train.size() > 1 ? OptionalInt.of(examples.rowLength()) : OptionalInt.empty(),
          examples.type() == IdxType.UBYTE ? UBYTE_SCALE : 1);
    }
  }

  private static Supplier<RecordReader> reader(List<Path> files) {
    return () -> IdxRecordReader.of(files);
  }
}
