package org.latentzoo.tests.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.LocalSparkCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Cluster;

/** What is no cluster is refused in one line. */
class MasterTest {
  @Test
  void refusesWhatSparkDoesNotKnow() {
    var e = assertThrows(UserException.class, () -> Cluster.open("nowhere", 1));
    assertEquals(
        "--spark must name a cluster that answers, say local[2] or spark://HOST:7077, got 'nowhere': Could not parse Master URL: 'nowhere'",
        e.getMessage());
  }

  /** At once, where Spark by itself would take a minute. */
  @Test
  void refusesAddressesWhereNobodyAnswers() throws IOException {
    int port = closedPort();
    var master = "spark://127.0.0.1:%d,nowhere.invalid:7077".formatted(port);
    var e =
        assertTimeout(
            Duration.ofSeconds(20),
            () -> assertThrows(UserException.class, () -> Cluster.open(master, 1)));
    assertEquals(
        "--spark must name a cluster that answers, say local[2] or spark://HOST:7077, got '%s': 127.0.0.1:%d: Connection refused; nowhere.invalid:7077: unknown host"
            .formatted(master, port),
        e.getMessage());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void oneMasterThatAnswersIsEnough() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    var standalone = LocalSparkCluster.apply(1, 1, 1024, new SparkConf());
    try {
      var there = standalone.start()[0].substring("spark://".length());
      var master = "spark://127.0.0.1:%d,%s".formatted(closedPort(), there);
      try (var cluster = Cluster.open(master, 1)) {
        assertEquals(1, cluster.slots());
      }
    } finally {
      standalone.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://", "spark://a host:7077", "spark://:7077", "spark://localhost"})
  void refusesWhatIsNoAddress(String master) {
    var message = assertThrows(UserException.class, () -> Cluster.open(master, 1)).getMessage();
    assertTrue(message.contains("got '" + master + "': "), message);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Three tasks at a time of two threads each have room in six cores, and in seven. */
  @Test
  void offersRoomForTheThreadsOfATrial() {
    try (var cluster = Cluster.open("local[7]", 2)) {
      assertEquals(3, cluster.slots());
    }
  }
}
