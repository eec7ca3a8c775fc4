package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;

class DataConfigTest {
  @ParameterizedTest
  @CsvSource({
    "source, ' ', auto, auto, 0.1, 0.1, 0",
    "label, digits, '', auto, 0.1, 0.1, 0",
    "scale, digits, auto, 0, 0.1, 0.1, 0",
    "scale, digits, auto, much, 0.1, 0.1, 0",
    "scale, digits, auto, Infinity, 0.1, 0.1, 0",
    "validation, digits, auto, auto, -0.1, 0.1, 0",
    "validation, digits, auto, auto, 1.5, 0.1, 0",
    "validation, digits, auto, auto, official, 0.1, 0",
    "test, digits, auto, auto, 0.1, NaN, 0",
    "test, digits, auto, auto, 0.1, 1e10, 0",
    "window, digits, auto, auto, 0.1, 0.1, -1"
  })
  void refusesByName(
      String key,
      String source,
      String label,
      String scale,
      String validation,
      String test,
      int window) {
    var refusal =
        assertThrows(
            UserException.class,
            () ->
                new DataConfig(
                    source,
                    label,
                    scale,
                    false,
                    Binarize.NONE,
                    validation,
                    test,
                    window,
                    Missing.REFUSE));
    assertTrue(refusal.getMessage().startsWith("data." + key + ": expected "));
  }

  @Test
  void refusesToBinariseWhatIsStandardised() {
    var refusal =
        assertThrows(
            UserException.class,
            () ->
                new DataConfig(
                    "digits", "auto", "1", true, Binarize.STATIC, "0", "0", 0, Missing.REFUSE));
    assertEquals(
        "data.binarize: expected none when data.standardize is true, got 'static'. Set it to none,"
            + " for example.",
        refusal.getMessage());
  }
}
