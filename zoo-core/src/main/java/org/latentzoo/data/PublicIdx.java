package org.latentzoo.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;

/**
 * A public data set in four gzipped IDX files: found where a package installs it or in the user's
 * cache, else downloaded into the cache.
 *
 * @param name its name, and that of its folder
 * @param home the address of the folder it is downloaded from
 */
record PublicIdx(String name, String home, List<Item> items) {
  /**
   * A data set laid out like MNIST.
   *
   * @param sha256 the digests of the unzipped training images and labels, test images and labels
   */
  static PublicIdx likeMnist(String name, String home, List<String> sha256) {
    return new PublicIdx(
        name,
        home,
        List.of(
            new Item("train-images-idx3-ubyte.gz", "60000 x 28 x 28", sha256.get(0)),
            new Item("train-labels-idx1-ubyte.gz", "60000", sha256.get(1)),
            new Item("t10k-images-idx3-ubyte.gz", "10000 x 28 x 28", sha256.get(2)),
            new Item("t10k-labels-idx1-ubyte.gz", "10000", sha256.get(3))));
  }

  /** An address that stands in for the home of every data set: a mirror. */
  static final String URL_PROPERTY = "zoo.data.url";

  /** The folder that holds downloads. */
  static final String CACHE_PROPERTY = "zoo.cache";

  private static final Path INSTALLED = Path.of("/usr/share/datasets");

  /**
   * One of the files.
   *
   * @param dimensions what its header must say, as "60000 x 28 x 28"
   * @param sha256 the digest of the unzipped file
   */
  record Item(String file, String dimensions, String sha256) {}

  /** Opens it; it takes no argument. */
  DataParts open(String argument) {
    DataSources.requireNoArgument(name, argument);
    return IdxSource.folder(locate());
  }

  /** The folder with all files. */
  Path locate() {
    var cache = cache().resolve(name);
    return Stream.of(INSTALLED.resolve(name), cache)
        .filter(this::isComplete)
        .findFirst()
        .orElseGet(() -> download(cache));
  }

  private boolean isComplete(Path folder) {
    return items.stream().allMatch(item -> Files.isRegularFile(folder.resolve(item.file())));
  }

  private Path download(Path folder) {
    var mirror = System.getProperty(URL_PROPERTY);
    var base = mirror == null ? home : mirror + "/" + name;
    for (var item : items) {
      var target = folder.resolve(item.file());
      if (!Files.isRegularFile(target)) {
        Download.fetch(base + "/" + item.file(), target, file -> check(item, file));
      }
    }
    return folder;
  }

  private static void check(Item item, Path file) {
    try (var idx = IdxFile.open(file)) {
      if (!idx.dimensions().equals(item.dimensions()) || idx.type() != IdxType.UBYTE) {
        throw new UserException(
            "expected %s of UBYTE, got %s of %s"
                .formatted(item.dimensions(), idx.dimensions(), idx.type()));
      }
      Download.checkUnzipped(file, idx.bytes(), item.sha256());
    }
  }

  private static Path cache() {
    var given = System.getProperty(CACHE_PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    var xdg = System.getenv("XDG_CACHE_HOME");
    var caches =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.resolve("latent-zoo");
  }
}
