package io.github.baseframe.client;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.tls.TlsBuffers;
import java.nio.channels.spi.SelectorProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The settings of a client. A setting that is not made has its default. For one thread. */
public final class ClientBuilder {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MAX_READ_BUFFER_BYTES = 16 << 20;

  /** As at the server: so many large messages are put together outside of the heap. */
  private static final int MESSAGE_BUFFERS = 4;

  private ThreadFactory threadFactory = ClientBuilder::newThread;
  private WebSocketClient sharing;
  private Executor executor = DefaultExecutor.INSTANCE;
  private long maxInboxBytes = 1 << 20;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration handshakeTimeout = Duration.ofSeconds(10);
  private Duration closeTimeout = Duration.ofSeconds(5);
  private Duration pingInterval = Duration.ZERO;
  private Duration pongTimeout = Duration.ofSeconds(30);
  private Duration writeTimeout = Duration.ofSeconds(30);
  private HttpFields headers = HttpFields.EMPTY;
  private List<String> subprotocols = List.of();
  private Limits limits = Limits.DEFAULT;
  private TurnBudget turnBudget = TurnBudget.DEFAULT;
  private Supplier<ExtensionNegotiator> extensions =
      PerMessageDeflate.defaults(Role.CLIENT)::newNegotiator;
  private OverflowPolicy overflowPolicy = OverflowPolicy.DROP_MESSAGE;
  private int maxOutgoingFrameBytes = Integer.MAX_VALUE;
  private HttpLimits httpLimits = HttpLimits.DEFAULT;
  private boolean tcpNoDelay = true;
  private int readBufferBytes = 256 * 1024;
  private SSLContext sslContext;
  private SelectorProvider channels = SelectorProvider.provider();
  private Function<MemoryShare, BufferPool> buffers =
      memory -> LoopBuffers.ofOneOf(MESSAGE_BUFFERS, 1, memory, new Log(ClientLoop.LOG_NAME));

  ClientBuilder() {}

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "baseframe-client");
    // Also where the thread that connects is one.
    thread.setDaemon(false);
    return thread;
  }

  /**
   * Sets where the thread of the client's event loop comes from. Default: a platform thread that is
   * no daemon, so that an open connection keeps the JVM alive.
   *
   * @param factory makes a thread, which the client starts with the first connection
   * @return this builder
   */
  public ClientBuilder threadFactory(ThreadFactory factory) {
    threadFactory = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * Lets the client use the event loop of another one, and so its thread and its read buffer.
   * Default: a loop of its own.
   *
   * @param other its settings of threads and buffers count for both
   * @return this builder
   */
  public ClientBuilder shareLoopOf(WebSocketClient other) {
    sharing = Objects.requireNonNull(other, "other");
    return this;
  }

  /**
   * Sets where handlers are called: in order and one call at a time for each connection, so they
   * may block. What they are given is copied. Default: daemon threads that all clients share, as
   * many as handlers are being called; from Java 21 on {@code
   * Executors.newVirtualThreadPerTaskExecutor()} is a good choice.
   *
   * @param calls runs each piece of work on any thread but that of the caller; where it rejects
   *     one, the connection fails with 1013
   * @return this builder
   */
  public ClientBuilder executor(Executor calls) {
    executor = Objects.requireNonNull(calls, "calls");
    return this;
  }

  /**
   * Has handlers called on the thread of the event loop: nothing is copied or handed over, and they
   * must not block, as all connections of the client wait meanwhile.
   *
   * @return this builder
   */
  public ClientBuilder handlersOnLoop() {
    executor = null;
    return this;
  }

  /**
   * Sets how much may wait for a handler on the executor, for each connection: with more, the
   * server is not read from until it is less than half, and its pings wait as well. Once this
   * endpoint has sent its Close, what finds no room is dropped. A message counts its payload and
   * 128 bytes. Default: 1 MiB.
   *
   * @param bytes at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public ClientBuilder maxInboxBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxInboxBytes must be at least 1, not " + bytes);
    }
    maxInboxBytes = bytes;
    return this;
  }

  /**
   * Sets how long the TCP connection and, for {@code wss}, the TLS handshake may take together;
   * where a name has several addresses, all attempts together. Looking up the name is not included.
   * Default: 10 seconds.
   *
   * @param timeout 1 millisecond to 1 day
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder connectTimeout(Duration timeout) {
    connectTimeout = requireInRange("connectTimeout", timeout);
    return this;
  }

  /**
   * Sets how long the opening handshake may take, from the request to the last byte of the
   * response's head, however the bytes trickle in. Default: 10 seconds.
   *
   * @param timeout 1 millisecond to 1 day
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder handshakeTimeout(Duration timeout) {
    handshakeTimeout = requireInRange("handshakeTimeout", timeout);
    return this;
  }

  /**
   * Sets how long the end may take, from the leaving of our Close frame, behind all that was sent
   * before, to the end of the server's stream. After it the connection is cut. Default: 5 seconds.
   *
   * @param timeout 1 millisecond to 1 day
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder closeTimeout(Duration timeout) {
    closeTimeout = requireInRange("closeTimeout", timeout);
    return this;
  }

  /**
   * Sets after how much silence of the server a ping is sent (RFC 6455 section 5.5.2). Any byte
   * from the server counts as life; while the client itself does not read, as a handler is slow,
   * nothing is asked. Default: zero, no keep-alive.
   *
   * @param interval 1 millisecond to 1 day, or zero for none
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder pingInterval(Duration interval) {
    pingInterval = interval.isZero() ? interval : requireInRange("pingInterval", interval);
    return this;
  }

  /**
   * Sets how long after that ping has left a byte from the server may take to come, a pong or
   * anything else. Then the connection fails with 1001. Default: 30 seconds.
   *
   * @param timeout 1 millisecond to 1 day
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder pongTimeout(Duration timeout) {
    pongTimeout = requireInRange("pongTimeout", timeout);
    return this;
  }

  /**
   * Sets how long the server may take not one byte of what waits for it. Then the connection is
   * cut, as not even a Close frame would reach it. Default: 30 seconds.
   *
   * @param timeout 1 millisecond to 1 day, or zero for no such limit
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder writeTimeout(Duration timeout) {
    writeTimeout = timeout.isZero() ? timeout : requireInRange("writeTimeout", timeout);
    return this;
  }

  /**
   * Adds a header field to the request, such as Authorization or Origin. Default: none.
   *
   * @param name the field's name, a token
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException for a name or a value that a header field cannot have
   */
  public ClientBuilder header(String name, String value) {
    headers = headers.with(name, value);
    return this;
  }

  /**
   * Sets the subprotocols that are offered (RFC 6455 section 1.9). Default: none.
   *
   * @param names different tokens, the preferred one first
   * @return this builder
   */
  public ClientBuilder subprotocols(String... names) {
    subprotocols = List.of(names);
    return this;
  }

  /**
   * Sets what a connection may cost. Default: {@link Limits#DEFAULT}.
   *
   * @param newLimits the limits
   * @return this builder
   */
  public ClientBuilder limits(Limits newLimits) {
    limits = Objects.requireNonNull(newLimits, "limits");
    return this;
  }

  /**
   * Sets how much is done for one connection before the others on the same loop have their turn.
   * Default: {@link TurnBudget#DEFAULT}.
   *
   * @param budget of frames, of bytes that are decompressed, and of time
   * @return this
   */
  public ClientBuilder turnBudget(TurnBudget budget) {
    turnBudget = Objects.requireNonNull(budget, "budget");
    return this;
  }

  /**
   * Sets what happens to a message for which the send queue has no room. Default: {@link
   * OverflowPolicy#DROP_MESSAGE}.
   *
   * @param policy what to do
   * @return this builder
   */
  public ClientBuilder overflowPolicy(OverflowPolicy policy) {
    overflowPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets which compression is offered, permessage-deflate (RFC 7692), and how what is sent is
   * compressed where the server agrees. {@link #limits} hold for what comes out of a compressed
   * message, and for the send queue a message counts with its size before compression. A message is
   * compressed by the thread that sends it. Default: {@link PerMessageDeflate#defaults} of a
   * client.
   *
   * @param settings windows, context takeover, level, and what is worth it
   * @return this builder
   */
  public ClientBuilder compression(PerMessageDeflate settings) {
    return extension(settings::newNegotiator);
  }

  /**
   * Turns compression off: none is offered.
   *
   * @return this builder
   */
  public ClientBuilder noCompression() {
    return extension(() -> null);
  }

  /**
   * Sets an extension of your own instead of compression (RFC 6455 section 9).
   *
   * @param negotiators makes what the connections offer, called for the first of them; may return
   *     null for none
   * @return this builder
   */
  public ClientBuilder extension(Supplier<ExtensionNegotiator> negotiators) {
    extensions = Objects.requireNonNull(negotiators, "negotiators");
    return this;
  }

  /**
   * Sets from which size on messages are sent in fragments. Default: no size, every message is one
   * frame.
   *
   * @param bytes the most bytes of payload in a frame, at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public ClientBuilder maxOutgoingFrameBytes(int bytes) {
    maxOutgoingFrameBytes = requirePositive("maxOutgoingFrameBytes", bytes);
    return this;
  }

  /**
   * Sets how much of the response's head is read. Default: {@link HttpLimits#DEFAULT}.
   *
   * @param newLimits the limits
   * @return this builder
   */
  public ClientBuilder httpLimits(HttpLimits newLimits) {
    httpLimits = Objects.requireNonNull(newLimits, "limits");
    return this;
  }

  /**
   * Sets whether TCP sends small writes at once (TCP_NODELAY). Default: true.
   *
   * @param noDelay false to let TCP wait for more (Nagle's algorithm)
   * @return this builder
   */
  public ClientBuilder tcpNoDelay(boolean noDelay) {
    tcpNoDelay = noDelay;
    return this;
  }

  /**
   * Sets the size of the one read buffer of the client's event loop, which is outside of the heap;
   * for {@code wss} it has to have 64 KiB. Default: 256 KiB.
   *
   * @param bytes 1 to 16 MiB
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientBuilder readBufferBytes(int bytes) {
    readBufferBytes = requirePositive("readBufferBytes", bytes);
    if (bytes > MAX_READ_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "readBufferBytes must be at most " + MAX_READ_BUFFER_BYTES + ", not " + bytes);
    }
    return this;
  }

  static void requireRoomForTls(int readBufferBytes) {
    if (readBufferBytes < TlsBuffers.BYTES) {
      throw new IllegalArgumentException(
          "for wss readBufferBytes must be at least " + TlsBuffers.BYTES);
    }
  }

  /**
   * Sets where {@code wss} gets keys and trust from. The host's name is verified in any case.
   * Default: {@link SSLContext#getDefault}.
   *
   * @param context an initialized context
   * @return this builder
   */
  public ClientBuilder sslContext(SSLContext context) {
    sslContext = Objects.requireNonNull(context, "context");
    return this;
  }

  /** Sets where selectors and channels come from, for tests in which they fail. */
  ClientBuilder channels(SelectorProvider provider) {
    channels = provider;
    return this;
  }

  /** Sets how the pool of the loop is made, for tests that count what is lent. */
  ClientBuilder buffers(Function<MemoryShare, BufferPool> pools) {
    buffers = pools;
    return this;
  }

  /**
   * Makes the client.
   *
   * @return a client with these settings, whatever becomes of this builder
   * @throws IllegalArgumentException if a subprotocol is no token or named twice, if a header is
   *     one that the handshake sets itself, or if there are two of Origin
   */
  public WebSocketClient build() {
    // Made only to learn now, and not at the first connect, whether headers and names are valid.
    new ClientHandshake(
        WebSocketUri.parse("ws://localhost/"), subprotocols, headers, new SecureRandom());
    ClientLoop loop =
        sharing == null
            ? new ClientLoop(channels, threadFactory, readBufferBytes, buffers)
            : sharing.config.loop();
    SharedExtension extension = new SharedExtension(extensions);
    return new WebSocketClient(
        new ClientConfig(
            connectTimeout,
            handshakeTimeout,
            new Connection.Terms(
                new Deadlines.Times(
                    pingInterval.toNanos(), pongTimeout.toNanos(), writeTimeout.toNanos()),
                closeTimeout.toNanos(),
                // A server that does not read because we do not would wait for us for ever.
                Long.MAX_VALUE,
                ended -> ClientConfig.release(extension, loop)),
            headers,
            subprotocols,
            new ConnectionSettings(limits, overflowPolicy, maxOutgoingFrameBytes, turnBudget),
            extension,
            httpLimits,
            tcpNoDelay,
            sslContext,
            loop,
            executor == null ? null : loop.counting(executor),
            maxInboxBytes));
  }

  private static Duration requireInRange(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be from 1 millisecond to 1 day, not " + value);
    }
    return value;
  }

  private static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
    return value;
  }
}
