package io.github.baseframe.server;

import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/**
 * The settings of a server, checked and complete, as {@link ServerBuilder} makes them. Times are
 * nanoseconds.
 *
 * @param address where to listen
 * @param backlog how many connections the system may hold until they are accepted
 * @param loops how many event loops
 * @param threads names and makes them
 * @param routes where connections are served
 * @param responder what plain HTTP requests get
 * @param connections what all connections have in common
 * @param extensions makes what each loop agrees to of the extensions that are offered, or null
 * @param httpLimits how large the head of a request may be
 * @param timeouts how long things may take
 * @param maxConnections how many connections there may be at once
 * @param readBufferBytes the size of the buffer of each loop
 * @param pauseReadingBytes reading pauses while more than this waits to be written
 * @param noDelay whether TCP sends small packets at once
 * @param transports makes what each loop makes its transports with
 * @param buffers makes the pool of each loop
 */
record ServerConfig(
    InetSocketAddress address,
    int backlog,
    int loops,
    Threads threads,
    Routes routes,
    HttpResponder responder,
    ConnectionSettings connections,
    Supplier<ExtensionNegotiator> extensions,
    HttpLimits httpLimits,
    Timeouts timeouts,
    int maxConnections,
    int readBufferBytes,
    long pauseReadingBytes,
    boolean noDelay,
    Supplier<TransportFactory> transports,
    Supplier<BufferPool> buffers) {

  /**
   * How long things may take, in nanoseconds.
   *
   * @param handshake from accepting a connection to the end of its head
   * @param close from the first Close frame to the end of the transport
   * @param idle without a byte from the peer; 0 for ever
   * @param write without the transport taking a byte; 0 for ever
   * @param shutdown from stopping the server to cutting what is left
   */
  record Timeouts(long handshake, long close, long idle, long write, long shutdown) {}

  /**
   * How threads are made.
   *
   * @param name what their names start with
   * @param daemon whether they let the virtual machine end
   */
  record Threads(String name, boolean daemon) {
    Thread create(String role, Runnable work) {
      Thread thread = new Thread(work, name + "-" + role);
      thread.setDaemon(daemon);
      return thread;
    }
  }

  /** Makes a transport of a channel that was accepted and registered. */
  @FunctionalInterface
  interface TransportFactory {
    Transport create(SocketChannel channel, SelectionKey key) throws IOException;
  }
}
