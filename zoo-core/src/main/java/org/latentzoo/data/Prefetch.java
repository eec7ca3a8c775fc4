package org.latentzoo.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Walks an iterator in a thread of its own, a few elements ahead of the reader. */
final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  private static final int AHEAD = 4;

  private final BlockingQueue<Item<T>> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private final Runnable onClose;
  private @Nullable Item<T> head;

  /** An element, or the failure that ended the walk, or neither: the end. */
  private record Item<T>(@Nullable T value, @Nullable Throwable failure) {}

  Prefetch(Iterator<T> elements, Runnable onClose) {
    this.onClose = onClose;
    thread = new Thread(() -> walk(elements), "data-prefetch");
    thread.setDaemon(true);
    thread.start();
  }

  private void walk(Iterator<T> elements) {
    try {
      queue.put(lastItem(elements));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Item<T> lastItem(Iterator<T> elements) throws InterruptedException {
    try {
      while (elements.hasNext()) {
        queue.put(new Item<>(elements.next(), null));
      }
      return new Item<>(null, null);
    } catch (RuntimeException | Error failure) {
      return new Item<>(null, failure);
    }
  }

  @Override
  public boolean hasNext() {
    var item = head();
    if (item.failure instanceof Error error) {
      throw error;
    }
    if (item.failure instanceof RuntimeException failure) {
      throw failure;
    }
    return item.value != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var value = head().value;
    head = null;
    return value;
  }

  private Item<T> head() {
    if (head == null) {
      try {
        head = queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for data.", e);
      }
    }
    return head;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onClose.run();
  }
}
