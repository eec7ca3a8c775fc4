package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.latentzoo.check.UserException;
import org.latentzoo.run.TrainedModel;

/** All figures that a trained model has to show. */
final class Gallery {
  private record Exhibit(String name, Function<Asked, List<Panel>> panels) {
    static Exhibit one(String name, Function<Asked, Optional<Panel>> panel) {
      return new Exhibit(name, asked -> panel.apply(asked).stream().toList());
    }
  }

  private static final List<Exhibit> EXHIBITS =
      List.of(
          Exhibit.one("samples", ImagePanels::samples),
          Exhibit.one("reconstructions", ImagePanels::reconstructions),
          Exhibit.one("interpolations", ImagePanels::interpolations),
          Exhibit.one("traversals", CodePanels::traversals),
          new Exhibit("densities", PlanePanels::densities),
          new Exhibit("grids", PlanePanels::grids),
          new Exhibit("energies", PlanePanels::energies),
          Exhibit.one("latent map", CodePanels::map),
          Exhibit.one("divergences", CodePanels::divergences),
          new Exhibit("components", LinearPanels::of),
          new Exhibit("discrete codes", DiscretePanels::of));

  /** How often {@link #of} tells its progress. */
  static final int STEPS = EXHIBITS.size() + 1;

  private Gallery() {}

  /**
   * The figures; without the model's data there is one that says so.
   *
   * @param progress is told what is drawn next
   */
  static List<Panel> of(TrainedModel model, Consumer<String> progress) {
    Optional<Asked> asked;
    try {
      progress.accept("codes");
      asked = Asked.of(model);
    } catch (UserException e) {
      return List.of(new Panel.Absence("No pictures", e.getMessage()));
    }
    if (asked.isEmpty()) {
      return List.of(
          new Panel.Absence("No pictures", "The rows have missing cells, which are not drawn."));
    }
    var panels = new ArrayList<Panel>();
    for (var exhibit : EXHIBITS) {
      progress.accept(exhibit.name());
      panels.addAll(exhibit.panels().apply(asked.get()));
    }
    return panels;
  }
}
