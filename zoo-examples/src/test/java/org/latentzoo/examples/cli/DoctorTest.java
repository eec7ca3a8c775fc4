package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.nativebuild.NativeBuild;

class DoctorTest {
  /** Where there is a card, its lines stand before the last one. */
  @Test
  void saysWhatTheZooComputesWith() {
    var lines = Cli.succeed("doctor").out().lines().toList();
    var subjects = lines.stream().map(line -> line.split("  ")[0]).toList();
    assertEquals(
        List.of("Software", "Memory", "Cores"),
        subjects.stream().filter(s -> !s.isEmpty()).limit(3).toList());
    var backend = lines.get(lines.size() - 1);
    assertTrue(backend.startsWith("Backend"), backend);
    assertTrue(backend.contains("native build " + NativeBuild.current().name()), backend);
  }
}
