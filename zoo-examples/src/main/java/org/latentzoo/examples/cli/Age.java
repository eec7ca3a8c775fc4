package org.latentzoo.examples.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The time since this process began. ({@code ProcessHandle} counts from the second in which Linux
 * started: up to a second too much.)
 */
final class Age {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Linux tells of processes in hundredths of a second. */
  private static final double TICKS = 100;

  /** Where, behind the process's name, the time of its start stands. */
  private static final int START = 20;

  private Age() {}

  /** Whole milliseconds; since the virtual machine began where the system does not tell. */
  static long milliseconds() {
    try {
      var stat = Files.readString(STAT);
      var start = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1)[START];
      var uptime = Files.readString(UPTIME).split(" ", -1)[0];
      return Math.round((Double.parseDouble(uptime) - Double.parseDouble(start) / TICKS) * 1e3);
    } catch (IOException notLinux) {
      return ManagementFactory.getRuntimeMXBean().getUptime();
    }
  }
}
