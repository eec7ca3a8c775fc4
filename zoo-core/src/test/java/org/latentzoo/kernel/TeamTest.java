package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class TeamTest {
  private static final int THREADS = 3;

  @Test
  void doesEachPartOnce() {
    for (int run = 0; run < 2000; run++) {
      var done = new AtomicIntegerArray(run % 50);
      Team.run(THREADS, done.length(), done::incrementAndGet);
      for (int i = 0; i < done.length(); i++) {
        assertEquals(1, done.get(i));
      }
    }
  }

  @Test
  void handsOnWhatAPartThrows() {
    var thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Team.run(
                    THREADS,
                    100,
                    part -> {
                      if (part == 70) {
                        throw new IllegalStateException("part 70");
                      }
                    }));
    assertEquals("part 70", thrown.getMessage());
    doesEachPartOnce();
  }

  /** Another thread's team is another team. */
  @Test
  void servesSeveralThreadsAtOnce() throws InterruptedException {
    var other = new Thread(this::doesEachPartOnce);
    var failed = new Throwable[1];
    other.setUncaughtExceptionHandler((thread, failure) -> failed[0] = failure);
    other.start();
    doesEachPartOnce();
    other.join();
    assertTrue(failed[0] == null, () -> String.valueOf(failed[0]));
  }

  @Test
  void leavesNativeThreadsAndGivesThemBack() {
    int before = nativeThreads();
    int inside =
        Team.withoutNativeThreads(
            () -> {
              assertEquals(before, Team.size());
              Team.withNativeThreads(() -> assertEquals(before, nativeThreads()));
              return Team.withoutNativeThreads(TeamTest::nativeThreads);
            });
    assertEquals(1, inside);
    assertEquals(before, nativeThreads());
    assertThrows(
        IllegalStateException.class,
        () ->
            Team.withoutNativeThreads(
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals(before, nativeThreads());
  }

  private static int nativeThreads() {
    return Nd4j.getEnvironment().maxMasterThreads();
  }
}
