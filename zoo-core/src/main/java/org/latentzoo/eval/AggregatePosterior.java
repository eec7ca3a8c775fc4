package org.latentzoo.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * mean_n KL(q(z | x_n) || p(z)) = I(n; z) + KL(q_agg || p) with q_agg = 1/N sum_n q(z | x_n), the
 * aggregate posterior of N rows (equation 20; Hoffman and Johnson 2016). In nats.
 *
 * <p>Estimated from z ~ q(z | x_n), equally many for every row, at which q_agg is exact: I(n; z) is
 * the mean of log q(z | x_n) - log q_agg(z), KL(q_agg || p) that of {@link Head#KL} less the same.
 * The rows are given and only the codes are drawn, independently for each row, so the standard
 * errors are those of stratified sampling and say nothing about other rows.
 *
 * @param rows N
 * @param draws S, codes a row
 * @param mutualInformation I(n; z), between 0 and log N
 * @param kl KL(q_agg || p)
 * @param units which units of the code the rows make use of
 */
public record AggregatePosterior(
    int rows, int draws, Metric mutualInformation, Metric kl, ActiveUnits units) {
  /** The most rows that {@link Evaluator} asks about: work grows with their square. */
  public static final int MOST_ROWS = 20_000;

  private static final List<Head> NEEDED =
      List.of(Head.LOG_POSTERIOR, Head.POSTERIOR_SAMPLE, Head.POSTERIOR_MEAN, Head.KL);

  /** Of pairs of a code and a row, of codes, and of numbers in all codes, for a second or so. */
  private static final long PAIRS = 1L << 26;

  private static final long CODES = 1L << 19;
  private static final long NUMBERS = 1L << 24;

  /** Numbers of one block of rows, codes and units, and codes of a block: near the cache. */
  private static final long BLOCK = 1L << 22;

  private static final long BLOCK_CODES = 4096;

  /** Whether {@code model} answers what this asks. */
  public static boolean isDefinedFor(Model model) {
    return NEEDED.stream().allMatch(model::has);
  }

  /**
   * Estimates both terms from {@code draws} codes a row.
   *
   * @param draws S, at least 2, since one has no spread
   * @param seed of the codes
   * @throws UserException if there are no rows, fewer than 2 draws, or the model lacks a head
   */
  public static AggregatePosterior of(ModelInstance instance, Rows rows, int draws, long seed) {
    var noise = new NoiseSource(seed);
    return of(new Batched(instance, noise, n -> {}), rows, draws, noise);
  }

  /** From as many codes a row as take about a second in all. */
  static AggregatePosterior of(Batched batched, Rows rows, NoiseSource noise) {
    var model = batched.instance().model();
    require(model);
    return of(batched, rows, draws(rows.count(), PosteriorDraws.units(model)), noise);
  }

  static AggregatePosterior of(Batched batched, Rows rows, int draws, NoiseSource noise) {
    require(batched.instance().model());
    if (draws < 2) {
      throw new UserException(
          "The number of codes a row must be at least 2, got %d. Ask for more.".formatted(draws));
    }
    int n = Math.toIntExact(rows.count());
    var drawn = PosteriorDraws.of(batched, rows, draws, noise);
    var information = information(batched, rows, drawn.codes());
    var rest = new double[information.length];
    Arrays.setAll(rest, i -> drawn.kl()[i] - information[i]);
    return new AggregatePosterior(
        n,
        draws,
        Metric.ofStrata(information, n),
        Metric.ofStrata(rest, n),
        ActiveUnits.of(drawn.means()));
  }

  private static void require(Model model) {
    for (var head : NEEDED) {
      if (!model.has(head)) {
        throw new UserException(
            "The model has no %s: its aggregate posterior is unknown.".formatted(head.key()));
      }
    }
  }

  /** S at which there are as many pairs and codes as a second or so allows. */
  static int draws(long rows, long units) {
    long n = Math.max(1, rows);
    long most = Math.min(PAIRS / (n * n), Math.min(CODES, NUMBERS / units) / n);
    return (int) Math.max(2, most);
  }

  /** log N, the bound of the mutual information. */
  public double logN() {
    return Math.log(rows);
  }

  /** log q(z | x_n) - log q_agg(z) of each code z, drawn for row n = its number modulo N. */
  private static double[] information(Batched batched, Rows rows, INDArray codes) {
    int n = (int) rows.count();
    int count = codes.rows();
    var own = new double[count];
    var mixture = new LogMixture(count);
    batched.each(
        rows,
        new Batched.Question(
            Set.of(Head.LOG_POSTERIOR), 1, block(Math.min(Batched.BATCH, n), codes)),
        (start, inference) -> {
          int block = (int) inference.execution().input(Model.CODES).size(0);
          var densities = new double[inference.batch() * block];
          for (int first = 0; first < count; first += block) {
            int size = Math.min(block, count - first);
            ask(inference, codes, first, size);
            read(inference, densities);
            for (int b = 0; b < inference.batch(); b++) {
              mixture.add(first, size, densities, b * block);
            }
            for (int m = 0; m < size; m++) {
              int b = (first + m) % n - start;
              if (b >= 0 && b < inference.batch()) {
                own[first + m] = densities[b * block + m];
              }
            }
          }
        });
    Arrays.setAll(own, code -> own[code] - mixture.of(code, n));
    return own;
  }

  private static int block(int batch, INDArray codes) {
    long most = Math.min(BLOCK_CODES, BLOCK / (batch * codes.size(1)));
    return (int) Math.max(1, Math.min(codes.rows(), most));
  }

  /** The last block may be short: the codes behind it are those of the block before. */
  private static void ask(Inference inference, INDArray codes, int first, int size) {
    long units = codes.size(1);
    long[] shape = {size, units};
    Buffers.view(inference.execution().input(Model.CODES), 0, shape)
        .assign(Buffers.view(codes, first * units, shape));
    if (first == 0) {
      inference.execution().run();
    } else {
      inference.execution().rerun();
    }
  }

  private static void read(Inference inference, double[] densities) {
    Buffers.read(inference.answer(Head.LOG_POSTERIOR).castTo(DataType.DOUBLE), densities);
  }
}
