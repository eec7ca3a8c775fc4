package org.latentzoo.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread and its helpers, as many together as ND4J may use. Parts of a task go to whoever is free
 * next: where helpers come late, because the machine is busy, the thread does all by itself.
 */
public final class Team {
  /** Between the parts of a training step nobody sleeps: waking takes longer than a part. */
  private static final long AWAKE_NANOS = 200_000;

  private static final long IDLE_NANOS = 5_000_000_000L;

  private static final ThreadLimit NATIVE = new ThreadLimit();

  private static final ThreadLocal<Team> OWN = ThreadLocal.withInitial(Team::new);

  private volatile Task task = new Task(0, part -> {});
  private Helper[] helpers = {};

  private Team() {}

  /** Does one part, of those numbered from 0. */
  @FunctionalInterface
  public interface Part {
    void run(int part);
  }

  /** How many threads may work for the one that calls. */
  public static int size() {
    return NATIVE.given();
  }

  /**
   * Whether ND4J's number of threads, which is the process's, stays as it is, as it has to where
   * several threads run programs: their bits must not depend on one another.
   */
  public static void fixNativeThreads(boolean fixed) {
    NATIVE.fix(fixed);
  }

  /** Runs {@code work} while ND4J uses no threads but those that call it. */
  public static <T> T withoutNativeThreads(Supplier<T> work) {
    return NATIVE.leave(work);
  }

  /** Runs {@code work} with the threads that ND4J was given. */
  public static void withNativeThreads(Runnable work) {
    NATIVE.use(work);
  }

  /** Runs all parts and returns when all are done; what a part throws ends the call. */
  public static void run(int parts, Part part) {
    run(size(), parts, part);
  }

  /** By {@code threads} threads at most. */
  public static void run(int threads, int parts, Part part) {
    int helping = Math.min(parts, threads) - 1;
    if (helping > 0) {
      OWN.get().share(helping, new Task(parts, part));
      return;
    }
    for (int i = 0; i < parts; i++) {
      part.run(i);
    }
  }

  private void share(int helping, Task shared) {
    task = shared;
    if (helpers.length < helping) {
      grow(helping);
    }
    for (int i = 0; i < helping; i++) {
      helpers[i].wake();
    }
    shared.work(true);
    shared.join();
  }

  private void grow(int helping) {
    var grown = new Helper[helping];
    System.arraycopy(helpers, 0, grown, 0, helpers.length);
    for (int i = helpers.length; i < helping; i++) {
      grown[i] = new Helper();
    }
    helpers = grown;
  }

  /**
   * A task. Its owner takes the first parts, helpers the last: what a thread wrote in one task it
   * mostly reads in the next.
   */
  private static final class Task {
    private final int parts;
    private final Part part;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger takenByHelpers = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Task(int parts, Part part) {
      this.parts = parts;
      this.part = part;
    }

    void work(boolean isOwner) {
      for (int own = 0; taken.getAndIncrement() < parts; own++) {
        try {
          part.run(isOwner ? own : parts - 1 - takenByHelpers.getAndIncrement());
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        done.incrementAndGet();
      }
    }

    void join() {
      for (int spins = 0; done.get() < parts; spins++) {
        if (spins < 10_000) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(1_000);
        }
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** A thread that does parts of whatever is shared, sleeps between, and ends when idle. */
  private final class Helper implements Runnable {
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;

    void wake() {
      if (thread == null) {
        var started = new Thread(this, "zoo-helper");
        started.setDaemon(true);
        thread = started;
        started.start();
      } else if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      ThreadLimit.setForThisThread(1);
      @Nullable Task last = null;
      long idle = System.nanoTime();
      while (true) {
        var next = task;
        if (next != last) {
          next.work(false);
          last = next;
          idle = System.nanoTime();
        } else if (System.nanoTime() - idle < AWAKE_NANOS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          if (task == last) {
            LockSupport.parkNanos(this, IDLE_NANOS);
          }
          asleep = false;
          if (task == last && System.nanoTime() - idle > IDLE_NANOS) {
            thread = null;
            return;
          }
        }
      }
    }
  }
}
