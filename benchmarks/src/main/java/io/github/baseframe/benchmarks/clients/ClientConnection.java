package io.github.baseframe.benchmarks.clients;

/**
 * An open connection of a library. A message is made once in the form that the library takes, and
 * sent as often as one likes; by one thread at a time.
 */
interface ClientConnection {

  /** Returns what sends this text. */
  Runnable text(String text);

  /** Returns what sends these bytes, which stay as they are. */
  Runnable binary(byte[] payload);

  /** Starts the closing handshake with 1000. */
  void close();
}
