package org.latentzoo.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The least and the largest number of a data set, as given: what is black and white in pictures.
 */
public record Range(double least, double largest) {
  /** Brightness of {@code rows} in the data's units: 0 at the least number, 1 at the largest. */
  public INDArray brightness(INDArray rows) {
    double width = largest > least ? largest - least : 1;
    return rows.sub(least).divi(width);
  }
}
