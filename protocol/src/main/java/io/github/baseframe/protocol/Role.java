package io.github.baseframe.protocol;

/**
 * Which end of a connection this endpoint is.
 *
 * <p>The two ends follow the same rules but for masking: a client masks every frame it sends and a
 * server masks none (RFC 6455 section 5.1).
 */
public enum Role {
  /** The end that opened the connection; masks what it sends and refuses masked frames. */
  CLIENT,

  /** The end that accepted the connection; refuses unmasked frames and masks nothing. */
  SERVER
}
