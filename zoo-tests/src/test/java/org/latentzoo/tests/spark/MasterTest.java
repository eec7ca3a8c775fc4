package org.latentzoo.tests.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
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

  /** Three tasks at a time of two threads each have room in six cores, and in seven. */
  @Test
  void offersRoomForTheThreadsOfATrial() {
    try (var cluster = Cluster.open("local[7]", 2)) {
      assertEquals(3, cluster.slots());
    }
  }
}
