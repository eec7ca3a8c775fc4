package org.latentzoo.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the masters of a standalone cluster listen, one of which leads. Spark itself takes a minute
 * to find that nobody does.
 */
record Masters(List<URI> addresses) {
  private static final String SCHEME = "spark://";
  private static final int WAIT_MILLIS = 3000;

  /**
   * Of {@code spark://HOST:PORT,HOST:PORT}; none of any other master, which has no such address.
   */
  static Masters of(String master) {
    return new Masters(
        master.startsWith(SCHEME)
            ? Arrays.stream(master.substring(SCHEME.length()).split(","))
                .map(Masters::address)
                .flatMap(Optional::stream)
                .toList()
            : List.of());
  }

  /** What is no address is left to Spark to refuse. */
  private static Optional<URI> address(String text) {
    try {
      var address = new URI(SCHEME + text);
      return address.getPort() < 0 ? Optional.empty() : Optional.of(address);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Why nobody answers, address by address; empty if one does, or there are none. */
  Optional<String> silence() {
    var reasons = addresses.parallelStream().map(Masters::silence).toList();
    return reasons.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : reasons.stream().flatMap(Optional::stream).reduce((a, b) -> a + "; " + b);
  }

  private static Optional<String> silence(URI address) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), WAIT_MILLIS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("%s: unknown host".formatted(address.getAuthority()));
    } catch (IOException e) {
      return Optional.of("%s: %s".formatted(address.getAuthority(), e.getMessage()));
    }
  }
}
