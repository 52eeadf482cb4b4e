package io.github.baseframe.protocol.connection;

/** Where a connection stands, after its opening handshake (RFC 6455 sections 4 and 7.1). */
public enum ConnectionState {
  /** Messages go both ways. */
  OPEN,
  /** This endpoint sent Close and waits for the peer's; messages may still come in. */
  CLOSING,
  /** Over: closed cleanly, failed, or cut. Nothing is received and nothing can be sent any more. */
  CLOSED
}
