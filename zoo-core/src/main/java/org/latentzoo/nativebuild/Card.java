package org.latentzoo.nativebuild;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An NVIDIA card as its driver describes it.
 *
 * @param index its place among all cards
 * @param uuid {@code GPU-8f6f...}
 * @param name {@code NVIDIA GeForce RTX 3090}
 * @param capability which machine code it takes
 * @param megabytes its memory in MiB, 0 where the driver does not say
 * @param driver the driver's version
 */
record Card(
    int index, String uuid, String name, Capability capability, int megabytes, String driver) {
  /** What {@link #parse} reads. */
  static final String QUERY = "index,uuid,name,compute_cap,memory.total,driver_version";

  /**
   * The cards in what {@code nvidia-smi} answers to {@link #QUERY} with {@code
   * --format=csv,noheader,nounits}, a line each; lines that describe no card are left out.
   */
  static List<Card> parse(String csv) {
    return csv.lines()
        .map(line -> line.split(",\\s*"))
        .filter(f -> f.length == 6 && f[0].matches("\\d+") && f[3].matches("\\d+\\.\\d"))
        .map(
            f ->
                new Card(
                    Integer.parseInt(f[0]),
                    f[1],
                    f[2],
                    Capability.parse(f[3]),
                    f[4].matches("\\d+") ? Integer.parseInt(f[4]) : 0,
                    f[5]))
        .toList();
  }

  /**
   * Those that a process sees, in its order.
   *
   * @param devices CUDA_VISIBLE_DEVICES: indices and beginnings of UUIDs, which count up to the
   *     first that names no card; null for all, and so are parts of cards (MIG)
   */
  static List<Card> visible(List<Card> cards, @Nullable String devices) {
    if (devices == null || devices.contains("MIG-")) {
      return cards;
    }
    var seen = new ArrayList<Card>();
    for (var device : devices.split(",")) {
      var named = cards.stream().filter(card -> card.isNamed(device.strip())).findFirst();
      if (named.isEmpty()) {
        break;
      }
      seen.add(named.get());
    }
    return seen;
  }

  private boolean isNamed(String device) {
    return device.equals(String.valueOf(index))
        || (device.startsWith("GPU-") && uuid.startsWith(device));
  }

  @Override
  public String toString() {
    var memory = megabytes == 0 ? "" : ", %.0f GiB".formatted(megabytes / 1024.0);
    return "%s (%s%s)".formatted(name, capability, memory);
  }
}
