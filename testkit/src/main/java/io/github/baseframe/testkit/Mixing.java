package io.github.baseframe.testkit;

/** Random numbers without a state: each is a function of what it is for. */
final class Mixing {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Makes a double of 53 random bits. */
  private static final double UNIT = 0x1.0p-53;

  private Mixing() {}

  /** Returns a number from 0 up to 1, exclusive. */
  static double unit(long seed, int kind, long number) {
    return (mix(mix(mix(seed) + kind) + number) >>> 11) * UNIT;
  }

  /** The mixing function of SplitMix64. */
  private static long mix(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
