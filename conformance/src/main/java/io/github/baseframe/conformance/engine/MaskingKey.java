package io.github.baseframe.conformance.engine;

/** Masking as RFC 6455 section 5.3 describes it, octet by octet. */
final class MaskingKey {

  static final int OCTETS = 4;

  private MaskingKey() {}

  /**
   * Masks or unmasks octets in place.
   *
   * @param octets the array
   * @param from the first one
   * @param to behind the last one
   * @param key an array that holds the key at its start
   * @param before how many octets of the payload came before the first one
   */
  static void apply(byte[] octets, int from, int to, byte[] key, long before) {
    int shift = (int) (before - from & OCTETS - 1);
    for (int i = from; i < to; i++) {
      octets[i] ^= key[i + shift & OCTETS - 1];
    }
  }
}
