package io.github.baseframe.conformance.interop;

/**
 * The server's end of one connection, whichever library serves it: as much as {@link Manners}
 * needs.
 */
interface Peer {
  /** Sends a text message. */
  void send(String text);

  /** Sends one text message in as many frames as there are parts. */
  void sendFragments(String... parts);

  /** Sends a ping; its pong is to be answered with the text {@code "pong "} and the payload. */
  void ping(String payload);

  /** Starts the closing handshake, with 1005 for a Close frame without a code. */
  void close(int code, String reason);

  /** Ends the TCP connection without a Close frame. */
  void cut();

  /** Returns a header field of the request. */
  String header(String name);
}
