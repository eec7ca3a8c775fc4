package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The game whose equilibrium is p_g = p(x; theta) = exp(-E(x; theta)) / Z = the data's density
 * (equations 21 to 23).
 *
 * <pre>
 *   theta:  mean[E(x)] - mean[E(x_g)]  -> grad = positive phase - negative phase
 *   g, q:   mean[E(x_g)] - mean[log q(z | x_g)]
 * </pre>
 *
 * <p>x_g = g(z) + eps n has an entropy: H(x_g) = H(z) + H(x_g | z) - H(z | x_g), of which the first
 * two are constants and -H(z | x_g) &gt;= E[log q(z | x_g)] for any q (Agakov and Barber 2004; Dai
 * et al. 2017). So what g and q minimise is an upper bound of KL(p_g || p(x; theta)), up to
 * constants: without the entropy g would go to the energy's minimum.
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
   * What g and q minimise, a scalar.
   *
   * @param logInverse log q(z | x_g) of the codes z that the rows are generated from, {@code [B]}
   */
  public SDVariable generator(SDVariable logInverse) {
    return Maths.batchMean(generated).sub(Maths.batchMean(logInverse));
  }
}
