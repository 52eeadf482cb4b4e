package io.github.baseframe.client;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TlsTransport;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.websocket.ReceiveRate;
import io.github.baseframe.nio.websocket.WebSocketConversation;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way of one connection from its URI to the open session: TCP, TLS, opening handshake. */
final class Connecting implements Dialer.Outcome {

  private final ClientConfig config;
  private final ClientLoop.Running running;
  private final WebSocketUri uri;
  private final ClientHandshake handshake;
  private final WebSocketHandler handler;
  private final CompletableFuture<WebSocketSession> result = new CompletableFuture<>();
  private final long deadline;

  /** Whether it is decided that the handler is told of the connection, or that it never is. */
  private final AtomicBoolean decided = new AtomicBoolean();

  /** What is given up if nobody waits any more; on the loop. */
  private Runnable giveUp;

  /**
   * Prepares a connection.
   *
   * @param config the settings of the client
   * @param running its loop
   * @param uri where to
   * @param handshake the opening handshake
   * @param handler the application's
   */
  Connecting(
      ClientConfig config,
      ClientLoop.Running running,
      WebSocketUri uri,
      ClientHandshake handshake,
      WebSocketHandler handler) {
    this.config = config;
    this.running = running;
    this.uri = uri;
    this.handshake = handshake;
    this.handler = handler;
    this.deadline = System.nanoTime() + config.connectTimeout().toNanos();
  }

  /**
   * Connects. The terms' {@code onClosed} follows in every case but an unknown host.
   *
   * @param addresses of the host
   * @return the open session
   * @throws IOException if it does not succeed; then nothing is left
   */
  WebSocketSession await(InetAddress[] addresses) throws IOException {
    running
        .loop()
        .execute(
            () -> {
              Dialer dialer =
                  new Dialer(
                      running.channels(),
                      running.loop(),
                      addresses,
                      uri.port(),
                      config.tcpNoDelay(),
                      deadline,
                      this);
              giveUp = dialer::cut;
              dialer.dial();
            });
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return afterInterruption();
    } catch (ExecutionException e) {
      IOException failure =
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      // Where connect was called tells more than where the loop was; the causes keep theirs.
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
  }

  /** Gives up, unless the handler is being told already that the connection is open. */
  private WebSocketSession afterInterruption() throws IOException {
    if (!decided.compareAndSet(false, true)) {
      return result.join();
    }
    running.loop().execute(() -> giveUp.run());
    throw new InterruptedIOException("interrupted while connecting to " + uri.hostHeader());
  }

  @Override
  public void connected(SocketChannel channel, SelectionKey key) throws IOException {
    Transport transport = new PlainTransport(channel, key);
    if (uri.secure()) {
      transport =
          TlsTransport.startOn(
              transport, TlsEngines.create(config.sslContext(), uri), running.tls(), key);
    }
    Connection connection = new Connection(running.loop(), transport, config.terms());
    connection.converse(
        new OpeningConversation(
            connection,
            running,
            terms(),
            handshake,
            config,
            uri.hostHeader(),
            () -> decided.compareAndSet(false, true),
            result));
    connection.endWithin(Math.max(0, deadline - System.nanoTime()));
    key.attach(connection);
    giveUp = connection::cut;
    connection.changed();
  }

  private WebSocketConversation.Terms terms() {
    return new WebSocketConversation.Terms(
        "the connection to " + uri.hostHeader(),
        handler,
        config.settings(),
        config.executor(),
        config.maxInboxBytes(),
        ReceiveRate.UNLIMITED);
  }

  @Override
  public void failed(IOException failure) {
    giveUp = () -> {};
    ClientConfig.release(config.extension(), config.loop());
    result.completeExceptionally(failure);
  }
}
