package org.latentzoo.data;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.latentzoo.check.UserException;
import org.latentzoo.random.NoiseSource;

/**
 * Which rows are for training, validation and test: of the first {@code pool} rows, {@code
 * validation} and {@code test} are chosen at random, all later rows are test. The choice is one of
 * all equally likely ones (selection sampling, Knuth, TAOCP 2, 3.4.2, algorithm S), made in one
 * sequential pass, so it needs no memory; its key is fixed, so runs of all seeds hold out the same
 * rows.
 */
record Split(long pool, long validation, long test) {
  private static final long KEY = 0x51A7EDL;

  /** The parts of the data. */
  enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  static Split of(DataConfig config, Survey survey) {
    boolean official = config.test().equals(DataConfig.OFFICIAL);
    if (official && survey.test() == 0) {
      throw new UserException(
          "data.test: '%s' has no official test part. Set it to a fraction, such as 0.1."
              .formatted(config.source()));
    }
    long pool = official ? survey.train() : survey.train() + survey.test();
    long validation = rows(config.validation(), pool);
    long test = official ? 0 : rows(config.test(), pool);
    if (validation + test >= pool) {
      throw new UserException(
          ("Data source '%s': %d rows for validation and %d for test leave none of %d for "
                  + "training. Lower data.validation or data.test.")
              .formatted(config.source(), validation, test, pool));
    }
    return new Split(pool, validation, test);
  }

  private static long rows(String share, long pool) {
    var number = DataConfig.number(share);
    return Math.round(number < 1 ? number * pool : number);
  }

  /** Whether a row belongs to {@code part}; ask for every row once, in source order. */
  Predicate<Row> members(Part part) {
    var draw = new Draw(new NoiseSource(KEY).generator("split"));
    return row -> draw.next(row.index()) == part;
  }

  private final class Draw {
    private final RandomGenerator random;
    private long validationLeft = validation;
    private long testLeft = test;

    Draw(RandomGenerator random) {
      this.random = random;
    }

    Part next(long index) {
      if (index >= pool) {
        return Part.TEST;
      }
      long ticket = random.nextLong(pool - index);
      if (ticket < validationLeft) {
        validationLeft--;
        return Part.VALIDATION;
      }
      if (ticket < validationLeft + testLeft) {
        testLeft--;
        return Part.TEST;
      }
      return Part.TRAIN;
    }
  }
}
