package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.run.Pretrained;

/** Weights that come with a preset, here those of a Maven module of someone else's. */
class PretrainedTest {
  private static final String PRESET = "vae-bernoulli-digits";
  private static final String MINE =
      """
      model: {type: vae, latent: 3, encoder: [8], decoder: [8]}
      data: {source: digits, binarize: threshold, test: 0.1}
      train: {epochs: 1}
      """;

  @TempDir private Path temp;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private Path preset;
  private Path weights;
  private Path card;
  private URLClassLoader loader;

  @BeforeEach
  void onClassPath() throws IOException {
    var classes = temp.resolve("classes");
    preset = classes.resolve("presets/mine.yaml");
    weights = classes.resolve("pretrained/mine.safetensors");
    card = classes.resolve("pretrained/mine.json");
    Files.createDirectories(preset.getParent());
    Files.createDirectories(card.getParent());
    Files.writeString(preset, MINE);
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void off() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  /** Trains and puts the weights beside the preset. */
  private Path trained() {
    var run = temp.resolve("run");
    Cli.succeed("train", "mine", "--out", run);
    Pretrained.write("mine", run, card.getParent());
    return run;
  }

  @Test
  void answerAsTheRunDoes() throws IOException {
    assertTrue(Cli.refuse("evaluate", "mine", "--pretrained").contains("No pretrained weights"));
    var run = trained();
    assertArrayEquals(
        Files.readAllBytes(run.resolve("weights.safetensors")), Files.readAllBytes(weights));
    assertFalse(Files.readString(card).contains("created"));
    assertEquals(
        Cli.succeed("evaluate", run, "--json").out(),
        Cli.succeed("evaluate", "mine", "--pretrained", "--json").out());
    assertTrue(Cli.succeed("list").out().matches("(?s).*\nmine +vae +digits +- +pretrained.*"));
    assertTrue(Cli.refuse("evaluate", "mine").contains("Add --pretrained"));
  }

  @Test
  void areRefusedWhenDamaged() throws IOException {
    trained();
    var whole = Files.readString(card);
    var bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertTrue(refuse().contains("damaged: SHA-256 is"));
    Files.delete(weights);
    assertTrue(refuse().contains("damaged: the file of the weights cannot be read"));
    Files.writeString(card, whole.substring(0, whole.length() / 2));
    assertTrue(refuse().contains("damaged: the card does not parse"));
    for (var key : new String[] {"config", "manifest", "evaluation"}) {
      Files.writeString(card, whole.replace("\"" + key + "\" : {", "\"other\" : {"));
      assertTrue(refuse().contains("damaged: the card has no " + key), key);
    }
    Files.writeString(card, "");
    refuse();
  }

  @Test
  void areRefusedWhenThePresetWasChanged() throws IOException {
    trained();
    Files.writeString(preset, MINE.replace("latent: 3", "latent: 4"));
    assertTrue(refuse().contains("'latent: 3' where the preset has 'latent: 4'"));
    Files.writeString(preset, MINE.replace("epochs: 1", "epochs: 2"));
    assertTrue(refuse().contains("epochs"));
    var whole = Files.readString(card);
    Files.writeString(preset, MINE);
    Files.writeString(card, whole.replace("\"latent\" :", "\"codes\" :"));
    assertTrue(refuse().contains("of settings that there are no more: Unknown key 'model.codes'"));
    Files.writeString(card, whole);
    Files.writeString(preset, "about: another word\n" + MINE);
    Cli.succeed("evaluate", "mine", "--pretrained");
  }

  private static String refuse() {
    return Cli.refuse("evaluate", "mine", "--pretrained");
  }

  @Test
  void startATraining() throws IOException {
    trained();
    var from = temp.resolve("from");
    var again = new Object[] {"train", "mine", "--pretrained", "--set=seed=2", "--out=" + from, ""};
    Cli.succeed("train", "mine", "--pretrained", "--set=seed=2", "--out=" + from);
    assertTrue(Files.readString(from.resolve("config.yaml")).contains("start: pretrained:mine"));
    assertTrue(Files.readString(from.resolve("manifest.json")).contains("start_sha256"));
    var run = temp.resolve("from-run");
    Cli.succeed("train", "mine", "--from", temp.resolve("run"), "--set=seed=2", "--out=" + run);
    assertArrayEquals(
        Files.readAllBytes(from.resolve("weights.safetensors")),
        Files.readAllBytes(run.resolve("weights.safetensors")));

    again[5] = "--resume";
    Cli.succeed(again);
    assertTrue(
        Cli.refuse("train", "mine", "--set=seed=2", "--out=" + from, "--resume")
            .contains("'start: pretrained:mine' where 'start: random'"));
    Cli.succeed("train", "mine", "--set=seed=9", "--out=" + temp.resolve("other"));
    Files.copy(
        temp.resolve("other/weights.safetensors"),
        temp.resolve("run/weights.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    var words = new Object[] {"train", "mine", "--from", temp.resolve("run"), "--set=seed=2", ""};
    words[5] = "--out=" + run;
    var resumed = Arrays.copyOf(words, 7);
    resumed[6] = "--resume";
    assertTrue(Cli.refuse(resumed).contains("started from other weights"));
  }

  @Test
  void areNoStartForAnotherModel() {
    trained();
    var out = temp.resolve("out");
    assertTrue(
        Cli.refuse("train", "mine", "--pretrained", "--set=model.latent=5", "--out=" + out)
            .contains("'decoder.0.W' must have shape [5, 8], got [3, 8]"));
    assertTrue(
        Cli.refuse("train", PRESET, "--from", temp.resolve("run"), "--out=" + out)
            .contains("do not fit the config"));
    assertTrue(
        Cli.refuse(
                "train",
                "ppca-digits",
                "--set=model.fit=gradient",
                "--out=" + out,
                "--from",
                temp.resolve("run"))
            .contains("are of model 'vae', the config names 'ppca'"));
    assertTrue(
        Cli.refuse("train", "ppca-digits", "--pretrained", "--out=" + out)
            .contains("is not trained step by step"));
    assertTrue(
        Cli.refuse("train", PRESET, "--from", temp.resolve("none"), "--out=" + out)
            .contains("is no run folder"));
    assertTrue(
        Cli.refuse("train", PRESET, "--from", "x", "--pretrained").contains("mutually exclusive"));
    assertTrue(Cli.refuse("train", PRESET, "--set=start=run:").contains("start must be random,"));
    assertFalse(Files.exists(out));
  }
}
