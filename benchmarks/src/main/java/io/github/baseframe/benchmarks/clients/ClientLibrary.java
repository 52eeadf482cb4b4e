package io.github.baseframe.benchmarks.clients;

import java.net.URI;

/** A client library, as its documentation shows it: TCP_NODELAY, and nothing is compressed. */
interface ClientLibrary {

  /**
   * Opens a connection and waits until the opening handshake is done.
   *
   * @param server a {@code ws:} URI
   * @param receiver is told what comes, by one thread at a time
   * @return the open connection
   * @throws Exception if there is none
   */
  ClientConnection connect(URI server, Receiver receiver) throws Exception;
}
