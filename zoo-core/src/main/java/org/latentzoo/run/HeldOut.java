package org.latentzoo.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.Watch;
import org.latentzoo.train.Trainer;

/**
 * Held-out rows while a model trains: minus its objective, see {@link Evaluator#objective(Rows)},
 * and the terms that this is made of, in one pass.
 */
final class HeldOut implements Trainer.Validation {
  /** What objectives may be sums of. */
  static final List<Head> TERMS =
      List.of(Head.RECONSTRUCTION, Head.KL, Head.LOG_BASE, Head.LOG_DETERMINANT);

  private final Evaluator evaluator;
  private final Model model;
  private final Rows rows;
  private final Map<String, Double> terms = new TreeMap<>();

  HeldOut(Evaluator evaluator, Model model, Rows rows) {
    this.evaluator = evaluator;
    this.model = model;
    this.rows = rows;
  }

  @Override
  public OptionalDouble loss() {
    terms.clear();
    var objective = Evaluator.objective(model);
    if (rows.count() == 0 || objective.isEmpty()) {
      return OptionalDouble.empty();
    }
    var heads = new ArrayList<Head>(List.of(objective.get()));
    heads.addAll(watched());
    var means = evaluator.means(rows, heads);
    watched().forEach(head -> terms.put(head.key(), means.get(head)));
    return OptionalDouble.of(-Evaluator.raised(objective.get(), means.get(objective.get())));
  }

  /** The terms that training records too. */
  private List<Head> watched() {
    var names =
        model.phases().stream().flatMap(p -> p.watches().stream()).map(Watch::name).toList();
    return TERMS.stream().filter(h -> model.has(h) && names.contains(h.key())).toList();
  }

  /** Means over the rows by name, as {@link #loss} last found them. */
  Map<String, Double> terms() {
    return terms;
  }
}
