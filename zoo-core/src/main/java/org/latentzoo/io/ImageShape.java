package org.latentzoo.io;

import org.latentzoo.check.UserException;

/** How a row of numbers is read as a picture: [height, width, channels], channels fastest. */
public record ImageShape(int height, int width, int channels) {
  public ImageShape {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new UserException(
          "An image has sides of at least 1 and 1 or 3 channels, not [%d, %d, %d]."
              .formatted(height, width, channels));
    }
  }

  /** The square grey image with as many pixels as {@code columns}. */
  public static ImageShape square(long columns) {
    int side = (int) Math.round(Math.sqrt(columns));
    if ((long) side * side != columns) {
      throw new UserException(
          "Rows of %d columns make no square picture. Write .csv or .npy instead."
              .formatted(columns));
    }
    return new ImageShape(side, side, 1);
  }

  long size() {
    return (long) height * width * channels;
  }
}
