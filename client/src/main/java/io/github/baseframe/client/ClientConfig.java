package io.github.baseframe.client;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The settings of a client, checked by {@link ClientBuilder}, which tells what each is.
 *
 * @param connectTimeout for TCP and TLS together
 * @param handshakeTimeout from the request to the end of the response's head
 * @param terms of all connections: times, and what is given back when one has ended
 * @param headers further header fields of the request
 * @param subprotocols those offered
 * @param settings limits, overflow policy, fragmentation
 * @param extension what is offered, shared by the connections
 * @param httpLimits for the response's head
 * @param tcpNoDelay whether small writes are sent at once
 * @param sslContext null for the default one
 * @param loop where the connections are
 * @param executor where handlers are called; null for the loop
 * @param maxInboxBytes how much waits for the executor before reading pauses
 */
record ClientConfig(
    Duration connectTimeout,
    Duration handshakeTimeout,
    Connection.Terms terms,
    HttpFields headers,
    List<String> subprotocols,
    ConnectionSettings settings,
    SharedExtension extension,
    HttpLimits httpLimits,
    boolean tcpNoDelay,
    SSLContext sslContext,
    ClientLoop loop,
    Executor executor,
    long maxInboxBytes) {

  /** Gives back what a connection has taken. */
  static void release(SharedExtension extension, ClientLoop loop) {
    try {
      extension.release();
    } finally {
      loop.release();
    }
  }
}
