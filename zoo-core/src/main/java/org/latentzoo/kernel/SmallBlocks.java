package org.latentzoo.kernel;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.nativebuild.NativeBuild;

/**
 * C = A B in blocks small enough for the kernels of OpenBLAS's that read matrices where they lie;
 * its others copy both first, which for a batch of rows takes as long as the product. Processors
 * with AVX-512 have them.
 */
record SmallBlocks(List<Sgemm> blocks) implements Runnable {
  /** The columns of C that its kernel computes at a time. */
  static final int WIDTH = 64;

  /** OpenBLAS's bounds: products of a block, and, where B is transposed, elements and depth. */
  private static final int MOST_PRODUCTS = 1_000_000;

  private static final int MOST_ELEMENTS = 1_200;
  private static final int LEAST_DEPTH = 32;

  /** So many rows of {@link #WIDTH} columns of B stay in the nearest cache while A passes. */
  private static final int DEPTH = 128;

  /** Below it the sums over the lanes of a vector, one an element, cost more than copies of B. */
  private static final int DEPTH_WORTH_SUMS = 256;

  private static final int FEW_ROWS = 32;

  /** Blocks of few rows are the deeper, but not so deep that they have none. */
  private static final int MOST_TIMES_DEEPER = 16;

  /** From so many products a thread on copies are a small part of the work. */
  private static final long LARGE = 25_000_000;

  private static final boolean ARE_THERE =
      NativeBuild.current().name().endsWith("avx512") && System.getenv("OPENBLAS_CORETYPE") == null;

  /** Whether there are such kernels, and they are faster for {@code product}. */
  static boolean suit(Sgemm product, int threads) {
    long products = (long) product.rows() * product.columns() * product.inner();
    return ARE_THERE
        && product.rows() > 1
        && product.columns() > 1
        && products / threads < LARGE
        && (product.b().transposed()
            ? !product.a().transposed() && suitsSums(product)
            : !product.a().transposed() || product.inner() >= LEAST_DEPTH);
  }

  private static boolean suitsSums(Sgemm product) {
    return product.inner() >= DEPTH_WORTH_SUMS
        || (product.inner() >= LEAST_DEPTH && product.rows() <= FEW_ROWS);
  }

  static SmallBlocks of(Sgemm product) {
    boolean sums = product.b().transposed();
    int width = sums ? 2 * WIDTH : WIDTH;
    int deeper = Math.max(1, Math.min(MOST_TIMES_DEEPER, WIDTH / product.rows()));
    int deepest = sums ? MOST_PRODUCTS / MOST_ELEMENTS : DEPTH * deeper;
    int depth = share(product.inner(), deepest);
    int height = (sums ? MOST_ELEMENTS : MOST_PRODUCTS / depth) / width / 4 * 4;
    var blocks = new ArrayList<Sgemm>();
    for (int row = 0; row < product.rows(); row += height) {
      for (int column = 0; column < product.columns(); column += width) {
        var block = product.part(row, column, height, width);
        for (int start = 0; start < product.inner(); start += depth) {
          blocks.add(block.terms(start, depth));
        }
      }
    }
    return new SmallBlocks(List.copyOf(blocks));
  }

  /** The largest of equal shares of {@code whole}, none above {@code most}. */
  private static int share(int whole, int most) {
    int count = (whole + most - 1) / most;
    return (whole + count - 1) / count;
  }

  @Override
  public void run() {
    blocks.forEach(Sgemm::run);
  }
}
