package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.server.watch.Monitor;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The settings of a server, checked and complete, as {@link ServerBuilder} makes them. Times are
 * nanoseconds.
 *
 * @param listen where to listen
 * @param backlog how many connections the system may hold until they are accepted
 * @param loops how many event loops
 * @param threads names and makes them
 * @param routes where connections are served
 * @param responder what plain HTTP requests get
 * @param extensions makes what each loop agrees to of the extensions that are offered, or null
 * @param httpLimits how large the head of a request may be
 * @param timeouts how long things may take
 * @param maxConnections how many connections there may be at once
 * @param peerLimits how much of the server one peer may take
 * @param proxies who is believed to speak for others
 * @param readBufferBytes the size of the buffer of each loop
 * @param pauseReadingBytes reading pauses while more than this waits to be written
 * @param noDelay whether TCP sends small packets at once
 * @param channels makes selectors, and the channels that listen
 * @param tls where connections speak TLS
 * @param transports makes what each loop makes its transports with where they do not
 * @param memory how much all connections may hold
 * @param buffers makes the pool of each loop
 * @param log where this server says what went wrong
 * @param monitor tells of the server
 */
record ServerConfig(
    ListenAddresses listen,
    int backlog,
    int loops,
    Threads threads,
    Routes routes,
    HttpResponder responder,
    Supplier<ExtensionNegotiator> extensions,
    HttpLimits httpLimits,
    Timeouts timeouts,
    int maxConnections,
    PeerLimits peerLimits,
    TrustedProxies proxies,
    int readBufferBytes,
    long pauseReadingBytes,
    boolean noDelay,
    SelectorProvider channels,
    Optional<ServerTls> tls,
    Function<EventLoop, TransportFactory> transports,
    MemoryBudget memory,
    Function<MemoryShare, BufferPool> buffers,
    Log log,
    Monitor monitor) {

  /** The name of the logger of all servers. */
  static final String LOG_NAME = "io.github.baseframe.server";

  /** Where that is said which is of no one server. */
  static final Log LOG = new Log(LOG_NAME);

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
