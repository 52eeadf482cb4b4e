package io.github.baseframe.protocol.frame;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Buffers for benchmarks. */
public final class Buffers {

  private static final int SEED = 6455;

  private Buffers() {}

  /**
   * Makes an empty buffer.
   *
   * @param bytes its capacity
   * @param direct whether it is outside of the heap
   * @return a cleared buffer
   */
  public static ByteBuffer allocate(int bytes, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }

  /**
   * Makes a full buffer.
   *
   * @param bytes copied
   * @param direct whether it is outside of the heap
   * @return the bytes from position 0 to its limit
   */
  public static ByteBuffer of(byte[] bytes, boolean direct) {
    return allocate(bytes.length, direct).put(bytes).flip();
  }

  /**
   * Makes bytes up, always the same.
   *
   * @param bytes how many
   * @return a new array
   */
  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SplittableRandom(SEED).nextBytes(random);
    return random;
  }
}
