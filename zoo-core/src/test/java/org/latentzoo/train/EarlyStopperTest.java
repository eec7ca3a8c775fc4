package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class EarlyStopperTest {
  private final EarlyStopping rule = new EarlyStopping(2, 0.1);

  @Test
  void stopsAfterPatienceEpochsWithoutABetterLoss() {
    var stopper = EarlyStopper.START.observe(rule, 1, 5).observe(rule, 2, 4);
    assertEquals(new EarlyStopper(4, 2), stopper);
    stopper = stopper.observe(rule, 3, 3.95);
    assertEquals(new EarlyStopper(4, 2), stopper, "0.05 better is not better by 0.1");
    assertFalse(stopper.stops(rule, 3));
    stopper = stopper.observe(rule, 4, 4.5);
    assertTrue(stopper.stops(rule, 4));
    assertFalse(stopper.observe(rule, 4, 3).stops(rule, 4));
  }

  @Test
  void neverStopsWhenOff() {
    assertFalse(EarlyStopper.START.stops(EarlyStopping.DEFAULTS, 1000));
  }

  @Test
  void survivesJson() throws JsonProcessingException {
    var json = new ObjectMapper();
    for (var stopper : new EarlyStopper[] {EarlyStopper.START, new EarlyStopper(1 / 3.0, 7)}) {
      assertEquals(stopper, json.readValue(json.writeValueAsString(stopper), EarlyStopper.class));
    }
  }
}
