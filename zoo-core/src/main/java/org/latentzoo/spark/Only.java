package org.latentzoo.spark;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The only result of a job that has one. */
record Only<T>(Future<List<T>> job) implements Future<T> {
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return job.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean isCancelled() {
    return job.isCancelled();
  }

  @Override
  public boolean isDone() {
    return job.isDone();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    return job.get().get(0);
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return job.get(timeout, unit).get(0);
  }
}
