package io.github.baseframe.server;

import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.message.BufferPool;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.function.Function;
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
 * @param extensions makes what each loop agrees to of the extensions that are offered, or null
 * @param httpLimits how large the head of a request may be
 * @param timeouts how long things may take
 * @param maxConnections how many connections there may be at once
 * @param readBufferBytes the size of the buffer of each loop
 * @param pauseReadingBytes reading pauses while more than this waits to be written
 * @param noDelay whether TCP sends small packets at once
 * @param channels makes selectors, and the channel that listens
 * @param transports makes what each loop makes its transports with
 * @param memory how much all connections may hold
 * @param buffers makes the pool of each loop
 */
record ServerConfig(
    InetSocketAddress address,
    int backlog,
    int loops,
    Threads threads,
    Routes routes,
    HttpResponder responder,
    Supplier<ExtensionNegotiator> extensions,
    HttpLimits httpLimits,
    Timeouts timeouts,
    int maxConnections,
    int readBufferBytes,
    long pauseReadingBytes,
    boolean noDelay,
    SelectorProvider channels,
    Supplier<TransportFactory> transports,
    MemoryBudget memory,
    Function<MemoryShare, BufferPool> buffers) {

  /** Where the server says what went wrong. */
  static final Log LOG = new Log("io.github.baseframe.server");

  /**
   * How long things may take, in nanoseconds.
   *
   * @param handshake from accepting a connection to the end of its head
   * @param close from the leaving of the first Close frame to the end of the transport
   * @param shutdown from stopping the server to cutting what is left
   * @param connection keep-alive and writing
   */
  record Timeouts(long handshake, long close, long shutdown, Deadlines.Times connection) {}

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
}
