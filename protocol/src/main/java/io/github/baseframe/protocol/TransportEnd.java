package io.github.baseframe.protocol;

/** What a driver has to do with the transport as soon as the {@link OutboundQueue} is empty. */
public enum TransportEnd {
  /** Nothing: go on reading and writing. */
  NOT_YET,
  /**
   * Say that no more is written (TCP: send FIN), but read on, and throw away, until the peer's end
   * of stream or the close deadline. Closing at once could reset the connection before the peer has
   * read why it failed.
   */
  SHUT_DOWN_OUTPUT,
  /** Close it. */
  CLOSE
}
