package org.latentzoo.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * All that happened in a sweep, one JSON object a line, only ever appended to and forced to disk
 * line by line. A kill cuts off the last line at worst, which then did not happen. One process at a
 * time may hold it open. Its lock is the journal itself: who decides by what is in it and appends
 * the decision synchronises on it.
 */
final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path path;
  private final WriteLock lock;
  private final FileChannel channel;
  private final List<Entry> entries;

  private Journal(Path path, WriteLock lock, FileChannel channel, List<Entry> entries) {
    this.path = path;
    this.lock = lock;
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * Opens a journal to go on with, or a new one.
   *
   * @throws UserException if another sweep has it open, or it is damaged before its last line
   */
  static Journal open(Path path) {
    try {
      Files.createDirectories(path.resolveSibling(""));
      var lock = WriteLock.take(path).orElseThrow(() -> taken(path));
      try {
        return open(path, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static Journal open(Path path, WriteLock lock) throws IOException {
    var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var whole = whole(Files.readAllBytes(path));
      var entries = parse(path, whole);
      channel.truncate(whole.length);
      channel.position(whole.length);
      return new Journal(path, lock, channel, entries);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What a journal holds so far, whoever has it open. */
  static List<Entry> read(Path path) {
    try {
      return parse(path, whole(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new UserException(
          "Journal '%s' cannot be read: %s. Name a folder that zoo sweep made."
              .formatted(path, AtomicFiles.reason(e)),
          e);
    }
  }

  /** Up to the last line that was written whole. */
  private static byte[] whole(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static List<Entry> parse(Path path, byte[] bytes) {
    var entries = new ArrayList<Entry>();
    for (var line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      try {
        entries.add(JSON.readValue(line, Entry.class));
      } catch (JsonProcessingException e) {
        throw new UserException(
            "Journal '%s' is damaged in line %d. Restore it, or sweep into another folder."
                .formatted(path, entries.size() + 1),
            e);
      }
    }
    return entries;
  }

  /** What happened, oldest first. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Whether every trial that was proposed has ended. */
  synchronized boolean isSettled() {
    long proposed = entries.stream().filter(Entry.Proposed.class::isInstance).count();
    return entries.stream().filter(Entry.Ended.class::isInstance).count() == proposed;
  }

  /**
   * Writes what happened; it is on disk when this returns.
   *
   * @throws UserException if it cannot be written; nothing of it is left then
   */
  synchronized void append(Entry entry) {
    try {
      var line = JSON.writeValueAsString(entry) + "\n";
      long before = channel.position();
      try {
        write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        undo(before, e);
        throw e;
      }
      entries.add(entry);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private void write(ByteBuffer line) throws IOException {
    while (line.hasRemaining()) {
      channel.write(line);
    }
    channel.force(false);
  }

  /** Cuts off half a line; where that fails too, nothing may follow it before it is read again. */
  private void undo(long before, IOException cause) throws IOException {
    try {
      channel.truncate(before);
    } catch (IOException e) {
      cause.addSuppressed(e);
      channel.close();
    }
  }

  private static UserException taken(Path path) {
    return new UserException(
        "Another sweep is writing '%s'. Wait for it, or choose another --out.".formatted(path));
  }

  private static UserException unwritable(Path path, IOException e) {
    return new UserException(
        "Cannot write '%s': %s. Make room, then go on with --resume."
            .formatted(path, AtomicFiles.reason(e)),
        e);
  }

  @Override
  public synchronized void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
