package io.github.baseframe.nio.transport;

import io.github.baseframe.protocol.tls.TlsBuffers;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the {@link TlsTransport}s of a server's event loop, all of which share their buffers. */
public final class TlsTransports implements TransportFactory {

  private final SSLContext context;
  private final SSLParameters parameters;
  private final TlsBuffers buffers = new TlsBuffers();

  /**
   * Makes the buffers of a loop.
   *
   * @param context has the server's key
   * @param parameters what is agreed to
   */
  public TlsTransports(SSLContext context, SSLParameters parameters) {
    this.context = context;
    this.parameters = parameters;
  }

  @Override
  public Transport create(SocketChannel channel, SelectionKey key) throws IOException {
    return startOn(new PlainTransport(channel, key));
  }

  /** Puts TLS on a transport that is new. */
  TlsTransport startOn(Transport socket) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return TlsTransport.startOn(socket, engine, buffers);
  }
}
