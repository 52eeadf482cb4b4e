package io.github.baseframe.client;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * Opens WebSocket connections (RFC 6455 section 4.1).
 *
 * <pre>{@code
 * WebSocketClient client = WebSocketClient.builder().build();
 * WebSocketSession session = client.connect("ws://127.0.0.1:8080/echo", handler);
 * session.sendText("hello");
 * }</pre>
 *
 * <p>All connections of a client are served by one event loop, a thread that is started with the
 * first of them and ends after the last, and after the last call of a handler: a client need not be
 * closed. Sending never blocks. What waits is bounded by {@link Limits#maxQueuedBytes}, and {@code
 * SendStatus} tells of it.
 *
 * <p>The handler of a connection is called on an executor, in order and one call at a time, so it
 * may block: other connections do not notice, nor do the pings and pongs of its own as long as
 * there is room in its inbox. What it has not taken yet is bounded ({@link
 * ClientBuilder#maxInboxBytes}); then the server is not read from until it has. {@link
 * ClientBuilder#handlersOnLoop} calls it on the loop's thread instead, which is faster, and then it
 * must not block.
 *
 * <p>Proxies are not used and redirects are not followed. Immutable, for any thread.
 */
public final class WebSocketClient {
  final ClientConfig config;
  private final SecureRandom random = new SecureRandom();

  WebSocketClient(ClientConfig config) {
    this.config = config;
  }

  /**
   * Begins a client with the default settings.
   *
   * @return a new builder
   */
  public static ClientBuilder builder() {
    return new ClientBuilder();
  }

  /**
   * Opens a connection. Blocks until the opening handshake is done, or has failed.
   *
   * @param uri {@code ws://host[:port][/path][?query]}, or {@code wss:} for TLS
   * @param handler is called about everything that happens, from {@code onOpen} on, which may come
   *     before or after this method returns
   * @return the open connection
   * @throws IllegalArgumentException if the URI is no WebSocket URI, or the read buffer is too
   *     small for {@code wss}
   * @throws IllegalStateException on the thread of the client's loop, which would wait for itself
   * @throws java.net.UnknownHostException if the host's name has no address
   * @throws java.net.ConnectException if the host refuses the connection
   * @throws java.net.SocketTimeoutException if connecting or the handshake takes too long
   * @throws java.io.InterruptedIOException if the thread is interrupted, which it then still is
   * @throws javax.net.ssl.SSLException if TLS fails, such as for a certificate that is not trusted
   *     or is not the host's
   * @throws IOException if the connection breaks, or the opening handshake fails: then the cause is
   *     a {@link io.github.baseframe.protocol.handshake.HandshakeException} with status and fields
   *     of the response. Nothing remains of a connection that failed, and the handler is not called
   */
  public WebSocketSession connect(String uri, WebSocketHandler handler) throws IOException {
    Objects.requireNonNull(handler, "handler");
    WebSocketUri target = WebSocketUri.parse(uri);
    if (target.secure()) {
      ClientBuilder.requireRoomForTls(config.loop().readBufferBytes());
    }
    if (config.loop().isCurrentThread()) {
      throw new IllegalStateException("connect would wait for the thread that it is called on");
    }
    InetAddress[] addresses = InetAddress.getAllByName(target.host());
    ClientLoop.Running running = config.loop().acquire();
    ClientHandshake handshake;
    try {
      handshake = newHandshake(target);
    } catch (Throwable e) {
      config.loop().release();
      throw e;
    }
    // From here on loop and extension are given back by the terms' onClosed.
    return new Connecting(config, running, target, handshake, handler).await(addresses);
  }

  /** What an application's extension throws leaves nothing behind. */
  private ClientHandshake newHandshake(WebSocketUri target) {
    ExtensionNegotiator extension = config.extension().acquire();
    try {
      return new ClientHandshake(
          target, config.subprotocols(), config.headers(), extension, random);
    } catch (Throwable e) {
      config.extension().release();
      throw e;
    }
  }
}
