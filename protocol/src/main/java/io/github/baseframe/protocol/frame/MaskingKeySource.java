package io.github.baseframe.protocol.frame;

import java.security.SecureRandom;

/**
 * Where a client's masking keys come from, a fresh one for each frame (RFC 6455 section 5.3).
 *
 * <p>A source belongs to one connection and is called by its thread only.
 */
@FunctionalInterface
public interface MaskingKeySource {

  /**
   * Returns the key for the next frame. It must not be predictable by those who choose the payload
   * (section 10.3).
   *
   * @return 32 bits, the most significant byte comes first on the wire
   */
  int next();

  /**
   * Makes a source of keys from {@link SecureRandom}, fetched in blocks of 64 keys because a call
   * for each single key would cost more than a short frame itself.
   *
   * @return a new source, not thread-safe
   */
  static MaskingKeySource secure() {
    return new SecureMaskingKeySource(new SecureRandom());
  }
}
