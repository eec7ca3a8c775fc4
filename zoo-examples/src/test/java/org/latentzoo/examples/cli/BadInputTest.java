package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings and data that a run cannot start from: one line, status 2, and no file is touched. */
class BadInputTest {
  private static final String PRESET = "vae-bernoulli-digits";

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trian                             | Did you mean 'train'?",
        "train                             | PRESET_OR_FILE",
        "train vae-bernouli-digits         | Did you mean 'vae-bernoulli-digits'?",
        "train missing.yaml                | 'missing.yaml' does not exist",
        "show nothing                      | Unknown preset 'nothing'",
        "list --wide                       | '--wide'",
        "train P --seed one                | 'one'",
        "train P --set train.epoch=3       | Did you mean 'train.epochs'?",
        "train P --set train.epochs        | key=value",
        "train P --set train.epochs=many   | train.epochs",
        "train P --set train.epochs=0      | train.epochs must be at least 1, got 0",
        "train P --set model.type=relnvp   | Unknown model type 'relnvp'",
        "train P --set data.binarize=maybe | maybe",
        "train P --set train.optimizer.name=adan | Did you mean 'adam'?",
        "train P --set train.phases.critic.beta1=0.5 | Unknown phase in train.phases 'critic'. Known: loss.",
        "train P --set train.phases.loss.beta9=0.5 | Did you mean 'train.phases.loss.beta1'?",
        "train P --set train.phases.loss.rho=0.5   | Unknown option of adam in train.phases.loss 'rho'",
        "train P --set train.phases.loss.beta1=1   | train.phases.loss.beta1 must be below 1, got 1.0",
        "train P --set train.phases.loss=adam      | must be a block of keys",
        "train P --set train.phases=loss           | must be a block of names",
        "train P --set model.latent=0      | model.latent must be at least 1, got 0",
        "train P --set train.batch=5000    | --set train.batch=1437",
        "train P --set model.classes=-1    | model.classes must be 0 (no labels) or their number",
        "train P --set model.classes=9     | Labels must be whole numbers from 0 to 8",
        "train P --set model.classes=10 --set data.label=none | got none",
        "train P --set model.channels=[0]  | model.channels must be layer sizes of at least 1",
        "train P --set model.objective.samples=0 | model.objective.samples must be at least 1",
        "train P --set model.objective.bound=iwae --set model.objective.free-bits=1 | free-bits",
        "train P --set model.objective.beta=-1   | model.objective.beta must be a finite number",
        "train P --set model.likelihood.law=categorical --set data.binarize=none | whole numbers",
        "train P --set data.binarize=none --set data.scale=1 | whole numbers from 0 to 1",
        "train nonlinear-pca-digits --set model.inference.steps=0 | steps of local inference",
        "sample vae-bernoulli-digits --pretrained --label 3 --out s.csv | is not given labels",
        "sample vae-conditional-digits --pretrained --label 12 --out s.csv | from 0 to 9",
        "evaluate nonlinear-pca-digits --pretrained --local-inference | Ask a VAE",
        "evaluate missing --rows 0         | --rows must be at least 1, got 0",
        "train P --set train.early-stopping.patience=3 --set data.validation=0 | validation",
        "train P --set data.validation=2000| leave none",
        "train P --set precision=half      | half",
        "train P --data nothing            | Unknown data source 'nothing'",
        "train P --data csv:missing.csv    | missing.csv",
        "train P --data idx:missing        | missing",
        "train ppca-digits --set model.latent=64 | below the data's 64 columns, got 64",
        "train ppca-digits --set model.latent=63 | model.latent 63 leaves no variance",
        "evaluate missing                  | 'missing' is no run folder",
        "evaluate missing --samples -1     | --samples must be at least 0, got -1",
        "evaluate missing --split half     | half",
        "score missing --data digits --out s.png | would be a picture",
        "score missing --data digits --out s.txt | .csv",
        "train P --data csv:               | Write csv:FILE",
        "train P --set model.encoder=[100000,100000] | Lower its sizes",
        "bench P --rounds 0                | --rounds must be at least 1, got 0",
        "bench P --steps 0                 | --steps must be at least 1, got 0",
        "bench P --set train.batch=5000    | --set train.batch=1437",
        "score missing --data digits --out s.csv --samples 0 | at least 1"
      })
  void refusesSettings(String line, String part) throws IOException {
    var words = line.replaceAll("\\bP\\b", PRESET);
    if (words.startsWith("train ")) {
      words += " --out " + temp.resolve("run");
    }
    assertRefused(part, (Object[]) words.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'1,2\n3\n', 'row 2: expected 2 cells'",
    "'1,2\n3,x\n', 'row 2, column 2'",
    "'a,b\n1,2\n3,4,5\n', 'row 3: expected 2 cells'",
    "'1,2\n,4\n', 'row 2, column 1'",
    "'1,oops\n3,4\n', 'row 1, column 2'",
    "'0,1\nNaN,1\n', 'row 2, column 1'",
    "'0,1\n0.5,1e999\n', 'row 2, column 2'",
    "'0,1\n0.5,1.5\n', 'column 2'",
    "'0,1\n-0.1,1\n', 'column 1'",
    "'', 'empty'",
    "'a,b\n', 'at least one row'"
  })
  void refusesCsv(String content, String part) throws IOException {
    var file = Files.writeString(temp.resolve("data.csv"), content);
    assertRefused(part, "train", PRESET, "--data", "csv:" + file, "--out", temp.resolve("run"));
  }

  /** An IDX header of two 2x2 images of bytes, and what is wrong with each variant. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000",
        "89504e470d0a1a0a",
        "00000803 00000002 00000002 00000002 0102030405",
        "00000703 00000002 00000002 00000002 0102030405060708",
        "00000803 7fffffff 7fffffff 7fffffff 0102030405060708"
      })
  void refusesIdx(String hex) throws IOException {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    var file = Files.write(temp.resolve("images-idx3-ubyte"), bytes);
    assertRefused(
        "images-idx3-ubyte",
        "train",
        PRESET,
        "--data",
        "idx:" + file,
        "--out",
        temp.resolve("run"));
  }

  @Test
  void refusesLabelsThatDoNotFitTheImages() throws IOException {
    write("train-images-idx3-ubyte", "00000803000000020000000200000002 0102030405060708");
    write("train-labels-idx1-ubyte", "0000080100000003 010203");
    assertRefused("labels", "train", PRESET, "--data", "idx:" + temp, "--out", temp.resolve("run"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "- 1", "model: {type: vae, latnet: 3}", "about: x", "\u0000", ""})
  void refusesPresetFiles(String content) throws IOException {
    var file = Files.writeString(temp.resolve("mine.yaml"), content, StandardCharsets.UTF_8);
    assertRefused("", "train", file, "--out", temp.resolve("run"));
  }

  /** Whoever runs as root may write anywhere, but not below a file. */
  @Test
  void refusesToWriteBelowAFile() throws IOException {
    var file = Files.writeString(temp.resolve("file"), "content");
    assertRefused("Cannot write", "train", "ppca-digits", "--out", file.resolve("run"));
    assertRefused("Cannot write", "train", "ppca-digits", "--out", file);
  }

  private void write(String name, String hex) throws IOException {
    Files.write(temp.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private void assertRefused(String part, Object... words) throws IOException {
    var before = files();
    var line = Cli.refuse(words);
    assertTrue(line.contains(part), line);
    assertEquals(before, files());
  }

  /** Every file below the temporary folder with its content. */
  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(temp)) {
      for (var path : paths.toList()) {
        var content = new ByteArrayOutputStream();
        if (Files.isRegularFile(path)) {
          Files.copy(path, content);
        }
        files.put(path.toString(), content.toString(StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }
}
