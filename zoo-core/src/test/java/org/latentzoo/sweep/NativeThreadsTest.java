package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.concurrency.AffinityManager;

class NativeThreadsTest {
  private final List<Object> chosen = new ArrayList<>();

  /** Cards that note which one a thread asks for. */
  private AffinityManager cards(int count) {
    return (AffinityManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AffinityManager.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getNumberOfDevices" -> count;
                  case "unsafeSetDevice" -> {
                    chosen.add(arguments[0]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static void inThread(Runnable body) throws InterruptedException {
    var thread = new Thread(body);
    thread.start();
    thread.join();
  }

  @Test
  void givesEachWorkerACardOfItsOwn() throws InterruptedException {
    try (var threads = new NativeThreads(1, cards(2))) {
      inThread(
          () -> {
            threads.limitThisThread();
            threads.limitThisThread();
          });
      inThread(threads::limitThisThread);
      inThread(threads::limitThisThread);
    }
    assertEquals(List.of(0, 0, 1, 0), chosen);
  }

  @Test
  void leavesASingleCardAlone() throws InterruptedException {
    try (var threads = new NativeThreads(1, cards(1))) {
      inThread(threads::limitThisThread);
    }
    assertEquals(List.of(), chosen);
  }
}
