package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.message.OutboundQueue;

/** What a driver has to do with the transport as soon as the {@link OutboundQueue} is empty. */
public enum TransportEnd {
  /** Nothing: go on reading and writing. */
  NOT_YET,
  /**
   * Say that no more is written (TCP: send FIN), but read on, and throw away, until the peer's end
   * of stream or the close deadline: a server that failed the connection, or whose peer does not
   * stop after its Close. Closing at once could reset it before the peer has read why. A client
   * leaves the end to the server (RFC 6455 section 7.1.1), so for it this stays {@link #NOT_YET}
   * until the stream or the deadline ends.
   */
  SHUT_DOWN_OUTPUT,
  /** Close it. */
  CLOSE
}
