package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;

/**
 * "fashion-mnist": 60,000 + 10,000 images of clothes, 28x28 bytes, with their labels (Xiao, Rasul
 * and Vollgraf 2017, MIT licence). Found where Debian's package dataset-fashion-mnist puts it, else
 * downloaded; the unzipped files are checked by SHA-256.
 */
@AutoService(DataSource.class)
public final class FashionMnistSource implements DataSource {
  private static final PublicIdx DATA =
      PublicIdx.likeMnist(
          "fashion-mnist",
          "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
          List.of(
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

  @Override
  public String name() {
    return DATA.name();
  }

  @Override
  public Optional<String> licence() {
    return Optional.of("MIT, Xiao, Rasul and Vollgraf 2017");
  }

  @Override
  public DataParts open(String argument, long seed) {
    return DATA.open(argument);
  }
}
