package org.latentzoo.network;

import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.TriangularNormal;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Laws of a code of K units given some numbers a row, from an encoder or of the row's own. The
 * first K numbers are the mean and the next K are v, the logarithm of each unit's variance (with
 * FULL_NORMAL: given the units before it), so that all of them at 0 mean zero mean and unit
 * variance.
 */
public enum PosteriorFamily {
  /** Independent normal units. */
  NORMAL {
    @Override
    Posterior of(SDVariable mean, SDVariable v) {
      return new DiagonalNormal(mean, v);
    }
  },
  /** Independent Laplace units, whose variance is 2 s^2. */
  LAPLACE {
    @Override
    Posterior of(SDVariable mean, SDVariable v) {
      return new Laplace(mean, v.sub(Math.log(2)).mul(0.5));
    }
  },
  /** Independent logistic units, whose variance is s^2 pi^2 / 3. */
  LOGISTIC {
    @Override
    Posterior of(SDVariable mean, SDVariable v) {
      return new Logistic(mean, v.sub(Math.log(Math.PI * Math.PI / 3)).mul(0.5));
    }
  },
  /** A normal law with a full covariance; K K further numbers mix the units. */
  FULL_NORMAL {
    @Override
    public int numbers(int latent) {
      return 2 * latent + latent * latent;
    }

    @Override
    public Posterior of(SDVariable numbers, int latent) {
      return new TriangularNormal(
          columns(numbers, 0, latent),
          columns(numbers, latent, latent),
          columns(numbers, 2 * latent, latent * latent),
          latent);
    }

    @Override
    Posterior of(SDVariable mean, SDVariable v) {
      throw new IllegalStateException("a full covariance takes more than a variance");
    }
  };

  /** How many numbers a row it takes for K = {@code latent} units. */
  public int numbers(int latent) {
    return 2 * latent;
  }

  /** The law that {@code numbers}, {@code [B, numbers(K)]}, stand for. */
  public Posterior of(SDVariable numbers, int latent) {
    var halves = Ops.halves(numbers);
    return of(halves[0], halves[1]);
  }

  abstract Posterior of(SDVariable mean, SDVariable v);

  private static SDVariable columns(SDVariable x, int from, int count) {
    return x.getSameDiff().slice(x, new int[] {0, from}, -1, count);
  }
}
