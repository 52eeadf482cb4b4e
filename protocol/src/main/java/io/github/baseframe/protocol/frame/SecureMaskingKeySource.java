package io.github.baseframe.protocol.frame;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Masking keys from a block of secure random bytes that is filled anew when it is used up. */
final class SecureMaskingKeySource implements MaskingKeySource {

  private static final int BLOCK_BYTES = 64 * Integer.BYTES;

  private final SecureRandom random;

  /** Starts empty: a connection that never sends costs no random bytes. */
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);

  SecureMaskingKeySource(SecureRandom random) {
    this.random = random;
  }

  @Override
  public int next() {
    if (!block.hasRemaining()) {
      random.nextBytes(block.array());
      block.clear();
    }
    return block.getInt();
  }
}
