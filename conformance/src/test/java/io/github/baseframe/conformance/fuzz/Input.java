package io.github.baseframe.conformance.fuzz;

import java.util.Arrays;

/**
 * What a fuzzer has made up: a byte that sets the scene, one that says how the stream is cut, and
 * the stream.
 */
record Input(int scene, int cuts, byte[] stream) {

  private static final int HEADER_BYTES = 2;

  static Input of(byte[] data) {
    if (data.length < HEADER_BYTES) {
      return new Input(0, 0, new byte[0]);
    }
    byte[] stream = Arrays.copyOfRange(data, HEADER_BYTES, data.length);
    return new Input(data[0] & 0xFF, data[1] & 0xFF, stream);
  }

  /** Whether the scene has this bit, counted from 0. */
  boolean has(int bit) {
    return (scene >> bit & 1) != 0;
  }
}
