package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.Selected;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/** Makes the {@link TlsTransport}s of a server's event loop. */
public final class TlsTransports implements TransportFactory {

  private final Supplier<SSLEngine> engines;
  private final Supplier<byte[]> plainAnswer;
  private final TlsLoop shared;

  /**
   * Makes transports for a loop.
   *
   * @param engines makes what agrees with a peer; called for each connection
   * @param plainAnswer makes what a peer is sent that speaks HTTP without TLS
   * @param shared that of the loop
   */
  public TlsTransports(Supplier<SSLEngine> engines, Supplier<byte[]> plainAnswer, TlsLoop shared) {
    this.engines = engines;
    this.plainAnswer = plainAnswer;
    this.shared = shared;
  }

  @Override
  public Transport create(SocketChannel channel, SelectionKey key) throws IOException {
    return startOn(new PlainTransport(channel, key), () -> (Selected) key.attachment());
  }

  /** Puts TLS on a transport that is new. */
  TlsTransport startOn(Transport socket, Supplier<Selected> owner) throws IOException {
    SSLEngine engine = engines.get();
    engine.setUseClientMode(false);
    return TlsTransport.startOn(socket, engine, shared, owner, plainAnswer);
  }
}
