package io.github.baseframe.client;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Opens WebSocket connections (RFC 6455 section 4.1).
 *
 * <pre>{@code
 * WebSocketClient client = WebSocketClient.builder().build();
 * WebSocketSession session = client.connect("ws://127.0.0.1:8080/echo", handler);
 * session.sendText("hello");
 * }</pre>
 *
 * <p>Each connection has two threads: one reads and calls the handler, the other writes. So sending
 * never blocks, and incoming messages are read even while the server takes nothing. What waits is
 * bounded by {@link Limits#maxQueuedBytes}, and {@code SendStatus} tells of it.
 *
 * <p>The handler is called by one thread at a time: by the reading thread, except for {@code
 * onWritable}, and for {@code onClose} where sending failed the connection, which the writing
 * thread may call. No lock is held meanwhile, so a handler may send and close, and may wait for
 * other threads that do.
 *
 * <p>Proxies are not used and redirects are not followed. Immutable, for any thread. What its
 * connections share, the memory for compression, is given back when the last of them ends; a client
 * need not be closed.
 */
public final class WebSocketClient {
  final ClientConfig config;
  private final SecureRandom random = new SecureRandom();

  private WebSocketClient(ClientConfig config) {
    this.config = config;
  }

  /**
   * Begins a client with the default settings.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a connection. Blocks until the opening handshake is done, or has failed.
   *
   * @param uri {@code ws://host[:port][/path][?query]}, or {@code wss:} for TLS
   * @param handler is called about everything that happens, from {@code onOpen} on, which may come
   *     before or after this method returns
   * @return the open connection
   * @throws IllegalArgumentException if the URI is no WebSocket URI
   * @throws java.net.UnknownHostException if the host's name has no address
   * @throws java.net.ConnectException if the host refuses the connection
   * @throws java.net.SocketTimeoutException if connecting or the handshake takes too long
   * @throws javax.net.ssl.SSLException if TLS fails, such as for a certificate that is not trusted
   *     or is not the host's
   * @throws IOException if the connection breaks, or the opening handshake fails: then the cause is
   *     a {@link io.github.baseframe.protocol.handshake.HandshakeException} with status and fields
   *     of the response. Nothing remains of a connection that failed, and the handler is not called
   */
  public WebSocketSession connect(String uri, WebSocketHandler handler) throws IOException {
    Objects.requireNonNull(handler, "handler");
    WebSocketUri target = WebSocketUri.parse(uri);
    ExtensionNegotiator extension = config.extension().acquire();
    boolean started = false;
    try {
      ClientHandshake handshake =
          new ClientHandshake(target, config.subprotocols(), config.headers(), extension, random);
      Connector.Opened opened = Connector.connect(config, target, handshake);
      WebSocketSession session = ClientConnection.start(config, opened, handler);
      started = true;
      return session;
    } finally {
      if (!started) {
        config.extension().release();
      }
    }
  }

  /** The settings of a client. A setting that is not made has its default. For one thread. */
  public static final class Builder {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private ThreadFactory threadFactory;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration pingInterval = Duration.ZERO;
    private HttpFields headers = HttpFields.EMPTY;
    private List<String> subprotocols = List.of();
    private Limits limits = Limits.DEFAULT;
    private Supplier<ExtensionNegotiator> extensions =
        PerMessageDeflate.defaults(Role.CLIENT)::newNegotiator;
    private OverflowPolicy overflowPolicy = OverflowPolicy.DROP_MESSAGE;
    private int maxOutgoingFrameBytes = Integer.MAX_VALUE;
    private HttpLimits httpLimits = HttpLimits.DEFAULT;
    private boolean tcpNoDelay = true;
    private int readBufferBytes = 16 * 1024;
    private SSLContext sslContext;

    private Builder() {}

    /**
     * Sets where the two threads of a connection come from. Default: platform threads that carry
     * the server's address in their name and are no daemons, so that an open connection keeps the
     * JVM alive. Virtual threads are welcome.
     *
     * @param factory makes threads, which the connection starts
     * @return this builder
     */
    public Builder threadFactory(ThreadFactory factory) {
      threadFactory = Objects.requireNonNull(factory, "factory");
      return this;
    }

    /**
     * Sets how long the TCP connection and, for {@code wss}, the TLS handshake may take together;
     * where a name has several addresses, all attempts together. Looking up the name is not
     * included. Default: 10 seconds.
     *
     * @param timeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connectTimeout(Duration timeout) {
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
    public Builder handshakeTimeout(Duration timeout) {
      handshakeTimeout = requireInRange("handshakeTimeout", timeout);
      return this;
    }

    /**
     * Sets how long the end may take, from the first Close frame, sent or received, to the end of
     * the server's stream. After it the connection is cut. Default: 5 seconds.
     *
     * @param timeout 1 millisecond to 1 day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = requireInRange("closeTimeout", timeout);
      return this;
    }

    /**
     * Sets the keep-alive: after an interval in which nothing came, an empty ping is sent, and
     * after another one in which nothing came either the connection is cut ({@code onClose} with
     * 1006). Silence lasts three intervals at most. Default: zero, no keep-alive.
     *
     * @param interval 1 millisecond to 1 day, or zero for none
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder pingInterval(Duration interval) {
      pingInterval = interval.isZero() ? interval : requireInRange("pingInterval", interval);
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
    public Builder header(String name, String value) {
      headers = headers.with(name, value);
      return this;
    }

    /**
     * Sets the subprotocols that are offered (RFC 6455 section 1.9). Default: none.
     *
     * @param names different tokens, the preferred one first
     * @return this builder
     */
    public Builder subprotocols(String... names) {
      subprotocols = List.of(names);
      return this;
    }

    /**
     * Sets what a connection may cost. Default: {@link Limits#DEFAULT}.
     *
     * @param newLimits the limits
     * @return this builder
     */
    public Builder limits(Limits newLimits) {
      limits = Objects.requireNonNull(newLimits, "limits");
      return this;
    }

    /**
     * Sets what happens to a message for which the send queue has no room. Default: {@link
     * OverflowPolicy#DROP_MESSAGE}.
     *
     * @param policy what to do
     * @return this builder
     */
    public Builder overflowPolicy(OverflowPolicy policy) {
      overflowPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets which compression is offered, permessage-deflate (RFC 7692), and how what is sent is
     * compressed where the server agrees. {@link #limits} hold for what comes out of a compressed
     * message, and for the send queue a message counts with its size before compression. A message
     * is compressed by the thread that sends it. Default: {@link PerMessageDeflate#defaults} of a
     * client.
     *
     * @param settings windows, context takeover, level, and what is worth it
     * @return this builder
     */
    public Builder compression(PerMessageDeflate settings) {
      return extensions(settings::newNegotiator);
    }

    /**
     * Turns compression off: none is offered.
     *
     * @return this builder
     */
    public Builder noCompression() {
      return extensions(() -> null);
    }

    /** Sets where the negotiator comes from, for tests that watch it. */
    Builder extensions(Supplier<ExtensionNegotiator> negotiators) {
      extensions = negotiators;
      return this;
    }

    /**
     * Sets from which size on messages are sent in fragments. Default: no size, every message is
     * one frame.
     *
     * @param bytes the most bytes of payload in a frame, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxOutgoingFrameBytes(int bytes) {
      maxOutgoingFrameBytes = requirePositive("maxOutgoingFrameBytes", bytes);
      return this;
    }

    /**
     * Sets how much of the response's head is read. Default: {@link HttpLimits#DEFAULT}.
     *
     * @param newLimits the limits
     * @return this builder
     */
    public Builder httpLimits(HttpLimits newLimits) {
      httpLimits = Objects.requireNonNull(newLimits, "limits");
      return this;
    }

    /**
     * Sets whether TCP sends small writes at once (TCP_NODELAY). Default: true.
     *
     * @param noDelay false to let TCP wait for more (Nagle's algorithm)
     * @return this builder
     */
    public Builder tcpNoDelay(boolean noDelay) {
      tcpNoDelay = noDelay;
      return this;
    }

    /**
     * Sets the size of the buffer that each connection reads into. Default: 16 KiB.
     *
     * @param bytes at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder readBufferBytes(int bytes) {
      readBufferBytes = requirePositive("readBufferBytes", bytes);
      return this;
    }

    /**
     * Sets where {@code wss} gets keys and trust from. The host's name is verified in any case.
     * Default: {@link SSLContext#getDefault}.
     *
     * @param context an initialized context
     * @return this builder
     */
    public Builder sslContext(SSLContext context) {
      sslContext = Objects.requireNonNull(context, "context");
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
      return new WebSocketClient(
          new ClientConfig(
              threadFactory,
              connectTimeout,
              handshakeTimeout,
              closeTimeout,
              pingInterval,
              headers,
              subprotocols,
              new ConnectionSettings(Role.CLIENT, limits, overflowPolicy, maxOutgoingFrameBytes),
              new SharedExtension(extensions),
              httpLimits,
              tcpNoDelay,
              readBufferBytes,
              sslContext));
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
}
