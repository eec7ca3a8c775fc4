package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.StreamInputSplit;

/**
 * "digits", embedded: 1,797 handwritten digits of 8x8 pixels with values 0 to 16, and their labels.
 *
 * <p>The test part of the Optical Recognition of Handwritten Digits data (Alpaydin and Kaynak 1998,
 * UCI Machine Learning Repository, CC BY 4.0).
 */
@AutoService(DataSource.class)
public final class DigitsSource implements DataSource {
  private static final String RESOURCE = "digits.csv.gz";

  @Override
  public String name() {
    return "digits";
  }

  @Override
  public Optional<String> licence() {
    return Optional.of("CC BY 4.0, Alpaydin and Kaynak 1998");
  }

  @Override
  public DataParts open(String argument, long seed) {
    DataSources.requireNoArgument(name(), argument);
    return new DataParts(DigitsSource::reader, Optional.empty(), OptionalInt.of(64), 16);
  }

  private static RecordReader reader() {
    var reader = new CSVRecordReader();
    try {
      reader.initialize(
          new StreamInputSplit(List.of(URI.create(RESOURCE)), uri -> stream(uri.toString())));
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while opening the digits.", e);
    }
  }

  private static InputStream stream(String resource) {
    try {
      return new GZIPInputStream(DigitsSource.class.getResourceAsStream(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
