package org.latentzoo.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.model.Head;

/**
 * What training tells of preprocessed rows in the units of the rows as given, which {@link HeldOut}
 * has too.
 *
 * @param objective the head whose mean the loss is but for its sign, if there is one
 */
record AsGiven(Evaluator evaluator, Optional<Head> objective) {
  double loss(double loss) {
    return objective
        .map(head -> -raised(head, evaluator.asGiven(head, raised(head, -loss))))
        .orElse(loss);
  }

  private static double raised(Head head, double mean) {
    return Evaluator.raised(head, mean);
  }

  /** The means of an epoch by name. */
  Map<String, Double> means(Map<String, Double> means) {
    var given = new LinkedHashMap<>(means);
    given.computeIfPresent("loss", (name, mean) -> loss(mean));
    HeldOut.TERMS.forEach(
        head -> given.computeIfPresent(head.key(), (name, mean) -> evaluator.asGiven(head, mean)));
    return given;
  }
}
