package org.latentzoo.examples.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.examples.report.PageData.RunData;
import org.latentzoo.examples.report.RunView.PanelView;

/**
 * One self-contained page of HTML.
 *
 * @param title at its top
 * @param sweep what stands before the runs, of a sweep
 * @param comparison the runs
 * @param data for the script, as JSON
 * @param stamp what the server that it came from, and that it follows, calls this state of it;
 *     empty where it is a file
 */
public record Page(
    String title, List<PanelView> sweep, Comparison comparison, String data, String stamp) {
  /** Runs that colours tell apart. */
  private static final int SIDE_BY_SIDE = 8;

  /** Runs that a page opens with. */
  private static final int OPEN = 3;

  private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

  static Page of(String title, List<Panel> sweep, List<Subject> subjects, String stamp) {
    var views =
        IntStream.range(0, subjects.size())
            .mapToObj(i -> RunView.of("run-" + i, subjects.get(i), i < OPEN))
            .toList();
    var before = PanelView.of("sweep", sweep);
    var plots = new LinkedHashMap<String, Plot>();
    var panels = new ArrayList<>(before);
    views.forEach(view -> panels.addAll(view.panels()));
    for (var view : panels) {
      if (view.panel() instanceof Panel.Drawing drawing) {
        plots.put(view.id(), drawing.plot());
      }
    }
    return new Page(
        title,
        before,
        Comparison.of(views),
        PageData.json(new PageData(runs(subjects), plots)),
        stamp);
  }

  static List<RunData> runs(List<Subject> subjects) {
    return IntStream.range(0, subjects.size())
        .mapToObj(i -> RunData.of("run-" + i, subjects.get(i)))
        .toList();
  }

  /** Whether it follows a server. */
  public boolean isLive() {
    return !stamp.isEmpty();
  }

  /** How many runs can be shown beside each other. */
  public int most() {
    return SIDE_BY_SIDE;
  }

  public Assets assets() {
    return Assets.ALL;
  }

  /** HTML. */
  String render() {
    var out = new StringOutput();
    ENGINE.render("page.jte", this, out);
    return out.toString();
  }
}
