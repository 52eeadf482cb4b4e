package io.github.baseframe.server;

import static io.github.baseframe.server.Require.requireBetween;
import static io.github.baseframe.server.Require.requireTimeout;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.server.monitoring.Monitoring;
import io.github.baseframe.server.watch.Monitor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Settings of a {@link WebSocketServer}, each with a default. Every method returns the builder, and
 * throws {@link IllegalArgumentException} for a value that cannot be meant. Not thread-safe; may be
 * used again after {@link #start}.
 */
public final class ServerBuilder {

  private static final int MIN_MEMORY_BYTES = 1024 * 1024;
  private static final int MAX_READ_BUFFER_BYTES = 16 << 20;

  private String host = "127.0.0.1";
  private int port = 8080;

  /** Empty for host and port. */
  private Optional<ListenAddresses> listen = Optional.empty();

  private int backlog = 1024;
  private int loops = Runtime.getRuntime().availableProcessors();
  private String threadName = "baseframe-server";
  private boolean daemonThreads;
  private OriginPolicy originPolicy = OriginPolicy.sameOrigin();
  private final List<RouteBuilder> routes = new ArrayList<>();

  private final Map<String, Function<HttpHead, HttpResponder.Page>> pages = new HashMap<>();
  private Monitoring monitoring = Monitoring.OFF;
  private Limits limits = Limits.DEFAULT;
  private TurnBudget turnBudget = TurnBudget.DEFAULT;
  private Supplier<ExtensionNegotiator> extensions =
      PerMessageDeflate.defaults(Role.SERVER)::newNegotiator;
  private HttpLimits httpLimits = HttpLimits.DEFAULT;
  private OverflowPolicy overflowPolicy = OverflowPolicy.DROP_MESSAGE;
  private int maxOutgoingFrameBytes = Integer.MAX_VALUE;
  private Duration handshakeTimeout = Duration.ofSeconds(10);
  private Duration closeTimeout = Duration.ofSeconds(5);
  private Duration pingInterval = Duration.ofSeconds(30);
  private Duration pongTimeout = Duration.ofSeconds(30);
  private Duration writeTimeout = Duration.ofSeconds(30);
  private Duration shutdownTimeout = Duration.ofSeconds(10);
  private int maxConnections = 20_000;
  private PeerLimits peerLimits = PeerLimits.DEFAULT;
  private TrustedProxies trustedProxies = TrustedProxies.NONE;
  private int readBufferBytes = 256 * 1024;
  private long pauseReadingBytes = 256 * 1024;
  private boolean tcpNoDelay = true;
  private SelectorProvider channels = SelectorProvider.provider();
  private Optional<Tls> tls = Optional.empty();
  private Function<EventLoop, TransportFactory> transports = loop -> PlainTransport::new;
  private int messageBuffers = 4;
  private long maxMemoryBytes = MemoryBudget.defaultBytes();
  private Function<MemoryShare, BufferPool> buffers = this::newLoopBuffers;

  ServerBuilder() {}

  /**
   * Sets the address to listen on. Default: {@code "127.0.0.1"}, which this machine alone can
   * reach; {@code "0.0.0.0"} or {@code "::"} stand for all addresses.
   *
   * @param host a name or an IP address
   * @return this builder
   */
  public ServerBuilder host(String host) {
    this.host = Objects.requireNonNull(host, "host");
    return this;
  }

  /**
   * Sets the port to listen on. Default: 8080.
   *
   * @param port 1 to 65535, or 0 for any that is free: {@link WebSocketServer#port} tells which
   * @return this builder
   */
  public ServerBuilder port(int port) {
    this.port = requireBetween("port", port, 0, 65_535);
    return this;
  }

  /**
   * Sets the addresses to listen on, instead of {@link #host} and {@link #port}.
   *
   * @param addresses of TCP or of Unix domain sockets
   * @return this builder
   */
  public ServerBuilder listen(SocketAddress... addresses) {
    ListenAddresses.Builder all = ListenAddresses.builder();
    for (SocketAddress address : addresses) {
      all.address(address);
    }
    return listen(all.build());
  }

  /**
   * Sets where to listen, instead of {@link #host} and {@link #port}.
   *
   * @param addresses of TCP or of Unix domain sockets, and sockets that others have opened
   * @return this builder
   */
  public ServerBuilder listen(ListenAddresses addresses) {
    this.listen = Optional.of(addresses);
    return this;
  }

  /**
   * Sets how many connections the operating system holds until they are accepted; it may have a
   * limit of its own. Default: 1024.
   *
   * @param connections at least 1
   * @return this builder
   */
  public ServerBuilder backlog(int connections) {
    this.backlog = requireBetween("backlog", connections, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Sets the number of event loops, each of which is a thread. Default: one for each processor.
   *
   * @param loops 1 to 1024
   * @return this builder
   */
  public ServerBuilder loops(int loops) {
    this.loops = requireBetween("loops", loops, 1, 1024);
    return this;
  }

  /**
   * Sets what the names of the server's threads start with. Default: {@code "baseframe-server"}.
   *
   * @param name any text
   * @return this builder
   */
  public ServerBuilder threadName(String name) {
    this.threadName = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Sets whether the virtual machine may end while the server runs. Default: false.
   *
   * @param daemon whether the server's threads are daemon threads
   * @return this builder
   */
  public ServerBuilder daemonThreads(boolean daemon) {
    this.daemonThreads = daemon;
    return this;
  }

  /**
   * Serves {@code wss} (and pages by https) instead of {@code ws}. {@link #handshakeTimeout}
   * includes the handshake of TLS. Needs a {@link #readBufferBytes} of at least 64 KiB. Default:
   * without TLS.
   *
   * @param settings certificates and terms
   * @return this builder
   */
  public ServerBuilder tls(Tls settings) {
    this.tls = Optional.of(settings);
    return this;
  }

  /**
   * Sets which pages may connect, for all routes that do not say so themselves, those before this
   * call included. Programs that send no Origin may in any case. Default: {@link
   * OriginPolicy#sameOrigin()}; {@link OriginPolicy#any()} is for servers that know nobody by
   * cookies, or by the network they are in.
   *
   * @param policy decides which pages may connect
   * @return this builder
   */
  public ServerBuilder originPolicy(OriginPolicy policy) {
    this.originPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Serves WebSocket connections at a path, on the terms that the server has. Upgrades at paths
   * that have no route are answered 404.
   *
   * @param path an absolute path such as {@code "/chat"}, compared with that of the request byte by
   *     byte, so in its percent-encoded form; or one that ends in {@code "/*"} and stands for all
   *     below it that have no route of their own, the longest one first
   * @param handler serves all connections of this path
   * @return this builder
   * @throws IllegalArgumentException if no request can ever have this path
   */
  public ServerBuilder route(String path, WebSocketHandler handler) {
    return route(path, handler, inheriting -> {});
  }

  /**
   * Serves WebSocket connections at a path, with terms of its own: {@code route("/chat", handler,
   * route -> route.subprotocols("chat.v2"))}. What is not set there is as the server has it.
   *
   * @param path like that of the other routes
   * @param handler serves all connections of this path
   * @param terms sets what is different here; called at once
   * @return this builder
   * @throws IllegalArgumentException if no request can ever have this path
   */
  public ServerBuilder route(String path, WebSocketHandler handler, Consumer<RouteBuilder> terms) {
    RouteBuilder route = new RouteBuilder(path, handler);
    terms.accept(route);
    routes.add(route);
    return this;
  }

  /**
   * Serves a page to plain GET and HEAD requests. There may be a route of the same path: that gets
   * the requests for an upgrade.
   *
   * @param path an absolute path, compared with that of the request byte by byte
   * @param contentType such as {@code "text/html; charset=utf-8"}
   * @param content the page; copied
   * @return this builder
   */
  public ServerBuilder page(String path, String contentType, byte[] content) {
    return page(path, contentType, content, HttpFields.EMPTY);
  }

  /**
   * Serves a page to plain GET and HEAD requests, with header fields of its own.
   *
   * @param path an absolute path, compared with that of the request byte by byte
   * @param contentType such as {@code "text/html; charset=utf-8"}
   * @param content the page; copied
   * @param fields such as Content-Security-Policy; those that say where the answer ends, and that
   *     the connection does too, are there already
   * @return this builder
   */
  public ServerBuilder page(String path, String contentType, byte[] content, HttpFields fields) {
    Route.requirePath(path);
    HttpResponder.Page page = HttpResponder.Page.of(contentType, content, fields);
    pages.put(path, request -> page);
    return this;
  }

  /**
   * Sets what can be seen of the server: metrics, events, frames. Its {@link
   * WebSocketServer#statistics} can be in any case. Default: {@link Monitoring#OFF}.
   *
   * @param settings what is to be seen, where and by whom
   * @return this builder
   * @throws IllegalArgumentException if no request can ever have the path of the metrics
   */
  public ServerBuilder monitoring(Monitoring settings) {
    settings.metricsPath().ifPresent(Route::requirePath);
    this.monitoring = settings;
    return this;
  }

  /**
   * Sets how much one connection may cost. Default: {@link Limits#DEFAULT}. Messages that other
   * threads send count towards the send queue before they are in it.
   *
   * @param limits of frames, messages and the send queue
   * @return this builder
   */
  public ServerBuilder limits(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Sets how much is done for one connection before the others have their turn. Default: {@link
   * TurnBudget#DEFAULT}.
   *
   * @param budget of frames, of bytes that are decompressed, and of time
   * @return this
   */
  public ServerBuilder turnBudget(TurnBudget budget) {
    this.turnBudget = Objects.requireNonNull(budget, "budget");
    return this;
  }

  /**
   * Sets how large the head of a request may be. Default: {@link HttpLimits#DEFAULT}.
   *
   * @param limits of request line, head and number of fields
   * @return this builder
   */
  public ServerBuilder httpLimits(HttpLimits limits) {
    this.httpLimits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Sets what happens to a message for which the send queue has no room. Default: {@link
   * OverflowPolicy#DROP_MESSAGE}.
   *
   * @param policy what happens
   * @return this builder
   */
  public ServerBuilder overflowPolicy(OverflowPolicy policy) {
    this.overflowPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets how messages are compressed on connections whose client offers permessage-deflate (RFC
   * 7692). {@link #limits} hold for what comes out of a compressed message, and for the send queue
   * a message counts with its size before compression. Default: {@link PerMessageDeflate#defaults}
   * of a server.
   *
   * @param settings windows, context takeover, level, and what is worth it
   * @return this builder
   */
  public ServerBuilder compression(PerMessageDeflate settings) {
    return extension(settings::newNegotiator);
  }

  /**
   * Turns compression off: no offer of it is agreed to.
   *
   * @return this builder
   */
  public ServerBuilder noCompression() {
    return extension(() -> null);
  }

  /**
   * Sets an extension of your own instead of compression (RFC 6455 section 9).
   *
   * @param negotiators makes what each event loop agrees to; called once for each, may return null
   *     for none
   * @return this builder
   */
  public ServerBuilder extension(Supplier<ExtensionNegotiator> negotiators) {
    this.extensions = Objects.requireNonNull(negotiators, "negotiators");
    return this;
  }

  /**
   * Sets from which size on messages are sent in several frames. Default: never.
   *
   * @param bytes the most payload of one frame, at least 1
   * @return this builder
   */
  public ServerBuilder maxOutgoingFrameBytes(int bytes) {
    this.maxOutgoingFrameBytes =
        requireBetween("maxOutgoingFrameBytes", bytes, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Sets how long a connection may take until the head of its request is complete, counted from its
   * acceptance, however busily it sends. Then it is answered 408, or just closed if it has sent
   * nothing at all. Default: 10 seconds.
   *
   * @param timeout more than 0, at most 365 days
   * @return this builder
   */
  public ServerBuilder handshakeTimeout(Duration timeout) {
    this.handshakeTimeout = requireTimeout("handshakeTimeout", timeout, false);
    return this;
  }

  /**
   * Sets how long a connection may take to end: from the leaving of our Close frame, behind all
   * that was sent before, to the peer's end of the stream. Then it is cut. Default: 5 seconds.
   *
   * @param timeout more than 0, at most 365 days
   * @return this builder
   */
  public ServerBuilder closeTimeout(Duration timeout) {
    this.closeTimeout = requireTimeout("closeTimeout", timeout, false);
    return this;
  }

  /**
   * Sets after how much silence of the peer a ping is sent (RFC 6455 section 5.5.2). Any byte from
   * the peer counts as life; while the server itself does not read, nothing is asked. Default: 30
   * seconds.
   *
   * @param interval 0 for no keep-alive, at most 365 days
   * @return this builder
   */
  public ServerBuilder pingInterval(Duration interval) {
    this.pingInterval = requireTimeout("pingInterval", interval, true);
    return this;
  }

  /**
   * Sets how long after that ping has left a byte from the peer may take to come, a pong or
   * anything else. Then the connection fails with 1001. Default: 30 seconds.
   *
   * @param timeout more than 0, at most 365 days
   * @return this builder
   */
  public ServerBuilder pongTimeout(Duration timeout) {
    this.pongTimeout = requireTimeout("pongTimeout", timeout, false);
    return this;
  }

  /**
   * Sets how long a peer may take not one byte of what waits for it. Then the connection is cut, as
   * not even a Close frame would reach it. Default: 30 seconds.
   *
   * @param timeout 0 for no such limit, at most 365 days
   * @return this builder
   */
  public ServerBuilder writeTimeout(Duration timeout) {
    this.writeTimeout = requireTimeout("writeTimeout", timeout, true);
    return this;
  }

  /**
   * Sets how long {@link WebSocketServer#close} waits for connections to end before it cuts them.
   * Default: 10 seconds.
   *
   * @param timeout more than 0, at most 365 days
   * @return this builder
   */
  public ServerBuilder shutdownTimeout(Duration timeout) {
    this.shutdownTimeout = requireTimeout("shutdownTimeout", timeout, false);
    return this;
  }

  /**
   * Sets how many connections there may be at once; further ones are closed as soon as they are
   * accepted. Default: 20,000.
   *
   * @param connections at least 1
   * @return this builder
   */
  public ServerBuilder maxConnections(int connections) {
    this.maxConnections = requireBetween("maxConnections", connections, 1, Integer.MAX_VALUE - 1);
    return this;
  }

  /**
   * Sets how much of the server one peer may take. Default: {@link PeerLimits#DEFAULT}.
   *
   * @param limits of addresses and connections
   * @return this builder
   */
  public ServerBuilder peerLimits(PeerLimits limits) {
    this.peerLimits = Objects.requireNonNull(limits, "limits");
    return this;
  }

  /**
   * Sets which proxies are believed when they tell for whom they speak. Default: {@link
   * TrustedProxies#NONE}.
   *
   * @param proxies by their networks
   * @return this builder
   */
  public ServerBuilder trustedProxies(TrustedProxies proxies) {
    this.trustedProxies = Objects.requireNonNull(proxies, "proxies");
    return this;
  }

  /**
   * Sets the size of the one read buffer of each event loop, which is outside of the heap. It is
   * also the most that is read from one connection before the others have their turn, save for 1
   * MiB more, or as much again if it is larger, of a large message that has arrived; and a message
   * that fits into it whole is not copied. Default: 256 KiB.
   *
   * @param bytes 1 to 16 MiB
   * @return this builder
   */
  public ServerBuilder readBufferBytes(int bytes) {
    this.readBufferBytes = requireBetween("readBufferBytes", bytes, 1, MAX_READ_BUFFER_BYTES);
    return this;
  }

  /**
   * Sets for how many messages each event loop keeps memory outside of the heap: so many buffers of
   * 1 MiB, and where larger messages are allowed as many of 4 MiB and of 16 MiB, each made when it
   * is first needed. There a message is put together that does not come in one read, which saves
   * two copies; while all of a size are in use, and for messages above 16 MiB, it is done on the
   * heap. Default: 4, which is at most 4 MiB for each loop unless {@link #limits} allows more than
   * 1 MiB for a message, at most 20 MiB up to 4 MiB, and 84 MiB beyond. All loops together take no
   * more than three eighths of the JVM's maximum heap, and one eighth for frames that wait, as the
   * size of the heap is also the JVM's limit for memory outside of it.
   *
   * @param buffers 0 to 1024, for each size
   * @return this builder
   */
  public ServerBuilder messageBuffers(int buffers) {
    this.messageBuffers = requireBetween("messageBuffers", buffers, 0, 1024);
    return this;
  }

  /**
   * Sets how much memory all connections together may hold on the heap: what waits to be sent,
   * messages under way, heads of requests, what waits for executors, and what comes from other
   * threads, each with what it really costs and not only its bytes on the wire. From three quarters
   * on, newcomers get 503 and who does not take our answers is not read from; from seven eighths on
   * those who hold most lose their connections with 1013 until three quarters are left; above all
   * of it {@code send} takes no large message. Default: half of the JVM's maximum heap. Buffers
   * outside of the heap are not part of it: see {@link #messageBuffers}.
   *
   * @param bytes at least 1 MiB; {@link Long#MAX_VALUE} for no limit
   * @return this builder
   */
  public ServerBuilder maxMemoryBytes(long bytes) {
    if (bytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "maxMemoryBytes must be at least " + MIN_MEMORY_BYTES + ", not " + bytes);
    }
    this.maxMemoryBytes = bytes;
    return this;
  }

  /**
   * Sets when a peer that does not take our answers is no longer listened to: while more than this
   * waits in its send queue. Reading goes on when half of that is left. Default: 256 KiB.
   *
   * @param bytes 0 or more
   * @return this builder
   */
  public ServerBuilder pauseReadingBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("pauseReadingBytes must not be negative: " + bytes);
    }
    this.pauseReadingBytes = bytes;
    return this;
  }

  /**
   * Sets whether TCP sends small packets at once (TCP_NODELAY) instead of waiting for more. The
   * server collects what it sends in one go by itself. Default: true.
   *
   * @param noDelay whether not to wait
   * @return this builder
   */
  public ServerBuilder tcpNoDelay(boolean noDelay) {
    this.tcpNoDelay = noDelay;
    return this;
  }

  /** Sets where selectors and channels come from, for tests in which they fail. */
  ServerBuilder channels(SelectorProvider provider) {
    this.channels = provider;
    return this;
  }

  /** Sets how transports are made, for tests in which they fail. */
  ServerBuilder transports(TransportFactory factory) {
    return transportsByLoop(loop -> factory);
  }

  /** The same where they have to know their loop. */
  ServerBuilder transportsByLoop(Function<EventLoop, TransportFactory> factories) {
    this.transports = factories;
    return this;
  }

  /** Sets how the pool of each loop is made, for tests that count what is lent. */
  ServerBuilder buffers(Function<MemoryShare, BufferPool> pools) {
    this.buffers = pools;
    return this;
  }

  /**
   * Starts the server: when this returns, connections are accepted.
   *
   * @return the running server
   * @throws IOException if it cannot listen at this address, because another program does so or the
   *     host is unknown, or the files of TLS cannot be used; the message says so, and nothing is
   *     left behind
   * @throws IllegalArgumentException if two routes or pages have the same path, the read buffer is
   *     too small for TLS, TLS does not know one of the versions or ciphers, or JMX does not take
   *     the name that monitoring gives the server
   */
  public WebSocketServer start() throws IOException {
    return WebSocketServer.start(config());
  }

  ServerConfig config() {
    int leastReadBufferBytes = tls.isPresent() ? TlsBuffers.BYTES : 1;
    requireBetween("readBufferBytes", readBufferBytes, leastReadBufferBytes, MAX_READ_BUFFER_BYTES);
    ConnectionSettings connections =
        new ConnectionSettings(limits, overflowPolicy, maxOutgoingFrameBytes, turnBudget);
    Log log = new Log(ServerConfig.LOG_NAME);
    Monitor monitor = new Monitor(monitoring, log);
    return new ServerConfig(
        listen.orElseGet(
            () -> ListenAddresses.builder().address(new InetSocketAddress(host, port)).build()),
        backlog,
        loops,
        new ServerConfig.Threads(threadName, daemonThreads),
        new Routes(
            routes.stream()
                .map(
                    route ->
                        route.build(originPolicy, connections, peerLimits.receiveRate(), monitor))
                .toList()),
        new HttpResponder(allPages(monitor)),
        extensions,
        httpLimits,
        new ServerConfig.Timeouts(
            handshakeTimeout.toNanos(),
            closeTimeout.toNanos(),
            shutdownTimeout.toNanos(),
            new Deadlines.Times(
                pingInterval.toNanos(), pongTimeout.toNanos(), writeTimeout.toNanos())),
        maxConnections,
        peerLimits,
        trustedProxies,
        readBufferBytes,
        pauseReadingBytes,
        tcpNoDelay,
        channels,
        tls.map(settings -> new ServerTls(settings, ServerConfig.LOG)),
        transports,
        new MemoryBudget(maxMemoryBytes, loops, log),
        buffers,
        log,
        monitor);
  }

  private Map<String, Function<HttpHead, HttpResponder.Page>> allPages(Monitor monitor) {
    Map<String, Function<HttpHead, HttpResponder.Page>> all = new HashMap<>(pages);
    monitoring
        .metricsPath()
        .ifPresent(
            path -> {
              if (all.put(path, request -> HttpResponder.Page.ofMetrics(request, monitor))
                  != null) {
                throw new IllegalArgumentException("two pages for " + path);
              }
            });
    return all;
  }

  private LoopBuffers newLoopBuffers(MemoryShare memory) {
    return LoopBuffers.ofOneOf(messageBuffers, loops, memory, ServerConfig.LOG);
  }
}
