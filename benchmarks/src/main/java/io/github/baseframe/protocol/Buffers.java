package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Buffers for benchmarks. */
final class Buffers {

  private static final int SEED = 6455;

  private Buffers() {}

  static ByteBuffer allocate(int bytes, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }

  /** A full buffer, from position 0 to its limit. */
  static ByteBuffer of(byte[] bytes, boolean direct) {
    return allocate(bytes.length, direct).put(bytes).flip();
  }

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SplittableRandom(SEED).nextBytes(random);
    return random;
  }
}
