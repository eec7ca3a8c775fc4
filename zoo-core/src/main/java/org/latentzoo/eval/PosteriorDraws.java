package org.latentzoo.eval;

import java.util.Set;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * S codes z ~ q(z | x_n) of each of N rows, code s of row n at s N + n.
 *
 * @param codes {@code [N S, K]}
 * @param kl KL(q(z | x_n) || p(z)), or its estimate at that code where it has no closed form
 * @param means E_q[z | x_n], {@code [N, K]}
 */
record PosteriorDraws(INDArray codes, double[] kl, INDArray means) {
  private static final Set<Head> HEADS =
      Set.of(Head.POSTERIOR_SAMPLE, Head.KL, Head.POSTERIOR_MEAN);

  /** Codes at a time, where few rows make small batches. */
  private static final int BATCH = 4096;

  static PosteriorDraws of(Batched batched, Rows rows, int draws, NoiseSource noise) {
    var model = batched.instance().model();
    int n = (int) rows.count();
    long units = units(model);
    int copies = n <= Batched.BATCH ? Math.min(draws, BATCH / Math.max(1, n)) : 1;
    var codes = Nd4j.zeros(model.graph().dtype(), (long) n * draws, units);
    var means = Nd4j.zeros(model.graph().dtype(), n, units);
    var kl = new double[n * draws];
    batched.each(
        rows,
        new Batched.Question(HEADS, copies, 1),
        (start, inference) -> {
          int size = inference.batch() / copies;
          for (int s = 0; s < draws; s += copies) {
            inference.execution().drawNoise(noise, "aggregate", start, s);
            if (s == 0) {
              inference.execution().run();
            } else {
              inference.execution().rerun();
            }
            int first = s * n + start;
            int count = size * Math.min(copies, draws - s);
            copy(inference.answer(Head.POSTERIOR_SAMPLE), codes, first, count);
            var estimates = inference.answer(Head.KL).toDoubleVector();
            System.arraycopy(estimates, 0, kl, first, count);
          }
          copy(inference.answer(Head.POSTERIOR_MEAN), means, start, size);
        });
    return new PosteriorDraws(codes, kl, means);
  }

  /** K. */
  static long units(Model model) {
    return model.graph().sameDiff().getVariable(Model.CODES).placeholderShape()[1];
  }

  /** The first {@code count} rows of {@code from} to the rows of {@code to} from {@code first}. */
  private static void copy(INDArray from, INDArray to, int first, int count) {
    long units = to.size(1);
    long[] shape = {count, units};
    Buffers.view(to, first * units, shape).assign(Buffers.view(from, 0, shape));
  }
}
