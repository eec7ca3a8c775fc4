package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;

/**
 * "mnist": 60,000 + 10,000 handwritten digits, 28x28 bytes, with their labels (LeCun, Cortes and
 * Burges 1998). The downloaded files, unzipped, are checked by SHA-256.
 */
@AutoService(DataSource.class)
public final class MnistSource implements DataSource {
  private static final PublicIdx DATA =
      PublicIdx.likeMnist(
          "mnist",
          "https://ossci-datasets.s3.amazonaws.com/mnist",
          List.of(
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  @Override
  public String name() {
    return DATA.name();
  }

  /** Their page states none: yann.lecun.com/exdb/mnist. */
  @Override
  public Optional<String> licence() {
    return Optional.of(
        "none stated by the authors, LeCun, Cortes and Burges 1998; Keras's documentation says CC BY-SA 3.0");
  }

  @Override
  public DataParts open(String argument, long seed) {
    return DATA.open(argument);
  }
}
