package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;

/**
 * "mnist": 60,000 + 10,000 handwritten digits, 28x28 bytes, with their labels (LeCun, Cortes and
 * Burges 1998). Downloaded files are held against the known dimensions and must be whole; no digest
 * of their content is checked.
 */
@AutoService(DataSource.class)
public final class MnistSource implements DataSource {
  private static final PublicIdx DATA =
      new PublicIdx(
          "mnist",
          "https://ossci-datasets.s3.amazonaws.com/mnist",
          List.of(
              item("train-images-idx3-ubyte.gz", "60000 x 28 x 28"),
              item("train-labels-idx1-ubyte.gz", "60000"),
              item("t10k-images-idx3-ubyte.gz", "10000 x 28 x 28"),
              item("t10k-labels-idx1-ubyte.gz", "10000")));

  private static PublicIdx.Item item(String file, String dimensions) {
    return new PublicIdx.Item(file, dimensions, Optional.empty());
  }

  @Override
  public String name() {
    return DATA.name();
  }

  @Override
  public DataParts open(String argument, long seed) {
    DataSources.requireNoArgument(name(), argument);
    return IdxSource.folder(DATA.locate());
  }
}
