package org.latentzoo.examples.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.examples.report.ModelCard;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo model-card}: a card in Markdown, with a picture beside it. */
@Command(
    name = "model-card",
    description = "Write what a trained model is, reaches and is for, in Markdown.",
    mixinStandardHelpOptions = true)
final class ModelCardCommand implements Callable<Integer> {
  /** Pictures of a run, the one that says most first. */
  private static final List<String> PICTURES =
      List.of("samples.png", "density.png", "densities.png", "codes.png");

  private static final int SAMPLES = 100;

  @Spec private CommandSpec spec;

  @Mixin private RunParameter run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; README.md in the run folder where left out.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    if (out == null && run.isPretrained()) {
      throw new UserException("--pretrained has no folder to write to. Add --out FILE.md.");
    }
    var model = run.open();
    var file = out == null ? run.folder().resolve("README.md") : out;
    var picture = picture(model, file);
    var card = ModelCard.of(run.name(), run.record(), model, picture);
    AtomicFiles.write(file, stream -> stream.write(card.getBytes(StandardCharsets.UTF_8)));
    spec.commandLine().getOut().println("Wrote " + file);
    return 0;
  }

  /**
   * A picture of the run, or else samples that are drawn beside the card, where rows are images.
   */
  private Optional<String> picture(TrainedModel model, Path card) {
    var folder = card.toAbsolutePath().normalize().getParent();
    var there =
        run.isPretrained()
            ? Optional.<Path>empty()
            : PICTURES.stream()
                .map(name -> run.folder().toAbsolutePath().normalize().resolve(name))
                .filter(Files::exists)
                .findFirst();
    return there
        .or(() -> drawn(model, card))
        .map(path -> folder.relativize(path.toAbsolutePath()).toString().replace('\\', '/'));
  }

  private Optional<Path> drawn(TrainedModel model, Path card) {
    boolean draws =
        Stream.of(Head.PRIOR_SAMPLE, Head.DECODED_MEAN).allMatch(model.instance().model()::has);
    if (!draws || !Pictures.areImages(model.columns())) {
      return Optional.empty();
    }
    var name = String.valueOf(card.getFileName()).replaceFirst("(\\.[^.]*)?$", "-samples.png");
    var file = card.toAbsolutePath().normalize().resolveSibling(name);
    var samples = model.sample(SAMPLES, model.preset().seed(), Head.DECODED_MEAN);
    model.draw(file, ImageGrid.square(samples));
    spec.commandLine().getOut().println("Wrote " + card.resolveSibling(name));
    return Optional.of(file);
  }
}
