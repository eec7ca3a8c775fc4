package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The game whose equilibrium is p_g = p(x; theta) = exp(-E(x; theta)) / Z = the data's density
 * (equations 21 to 23).
 *
 * <pre>
 *   theta:  mean[E(x)] - mean[E(x_g)]  -> grad = positive phase - negative phase
 *   g:      mean[E(x_g)] - H(x_g), of which H is bounded from below
 * </pre>
 *
 * <p>x_g = g(z) + eps n has an entropy: H(x_g) = H(z) + H(x_g | z) - H(z | x_g), of which the first
 * two are constants and -H(z | x_g) &gt;= E[log q(z | x_g)] for any q (Agakov and Barber 2004; Dai
 * et al. 2017). In few dimensions {@link MixtureEntropy} bounds it without a q. So what g minimises
 * is an upper bound of KL(p_g || p(x; theta)), up to constants: without the entropy g would go to
 * the energy's minimum.
 *
 * @param data E of rows, {@code [B]}
 * @param generated E of generated rows, {@code [B]}
 */
public record EnergyGame(SDVariable data, SDVariable generated) {
  /**
   * What theta minimises, a scalar.
   *
   * @param ofData the part f of E that is learnt, of rows, {@code [B]}
   * @param ofGenerated the same of generated rows, {@code [B]}
   * @param regularizer r of r / 2 mean[f(x)^2 + f(x_g)^2], which pins the constant that E is free
   *     to move by and bounds how fast it grows (Du and Mordatch 2019)
   */
  public SDVariable energy(SDVariable ofData, SDVariable ofGenerated, double regularizer) {
    var squares =
        Maths.batchMean(ofData.mul(ofData)).add(Maths.batchMean(ofGenerated.mul(ofGenerated)));
    return gap().add(squares.mul(regularizer / 2));
  }

  /** mean[E(x)] - mean[E(x_g)]. */
  public SDVariable gap() {
    return Maths.batchMean(data).sub(Maths.batchMean(generated));
  }

  /**
   * What g, and q if there is one, minimise, a scalar.
   *
   * @param entropy a number a row whose mean is at most H(x_g), up to a constant: log q(z | x_g) of
   *     the codes z that the rows are generated from, or a {@link MixtureEntropy}, {@code [B]}
   */
  public SDVariable generator(SDVariable entropy) {
    return Maths.batchMean(generated).sub(Maths.batchMean(entropy));
  }
}
