package io.github.baseframe.client;

import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;

/**
 * The settings of a client, checked by {@link WebSocketClient.Builder}, which tells what each is.
 *
 * @param threadFactory null for platform threads that carry the peer's name and keep the JVM alive
 * @param connectTimeout for TCP and TLS together
 * @param handshakeTimeout from the request to the end of the response's head
 * @param closeTimeout from the first Close frame to the end of the stream
 * @param pingInterval zero for no keep-alive
 * @param headers further header fields of the request
 * @param subprotocols those offered
 * @param connection limits, overflow policy, fragmentation
 * @param extension what is offered, shared by the connections
 * @param httpLimits for the response's head
 * @param tcpNoDelay whether small writes are sent at once
 * @param readBufferBytes what is read at a time
 * @param sslContext null for the default one
 */
record ClientConfig(
    ThreadFactory threadFactory,
    Duration connectTimeout,
    Duration handshakeTimeout,
    Duration closeTimeout,
    Duration pingInterval,
    HttpFields headers,
    List<String> subprotocols,
    ConnectionSettings connection,
    SharedExtension extension,
    HttpLimits httpLimits,
    boolean tcpNoDelay,
    int readBufferBytes,
    SSLContext sslContext) {

  /** Makes a thread, which is not started yet. */
  Thread newThread(String name, Runnable task) {
    if (threadFactory == null) {
      Thread thread = new Thread(task, name);
      thread.setDaemon(false);
      return thread;
    }
    Thread thread = threadFactory.newThread(task);
    if (thread == null) {
      throw new IllegalStateException("the thread factory made no thread");
    }
    return thread;
  }
}
