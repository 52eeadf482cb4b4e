package io.github.baseframe.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the {@link TlsTransport}s of one event loop, all of which use the same two buffers. */
final class TlsTransports implements ServerConfig.TransportFactory {

  /** So many bytes of records, which have at most 18 KiB each, are read or written in one go. */
  static final int BUFFER_BYTES = 64 * 1024;

  private final SSLContext context;
  private final SSLParameters parameters;

  // On the heap, where the JDK's ciphers work.
  private final ByteBuffer incoming = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer outgoing = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Makes the buffers of a loop.
   *
   * @param context has the server's key
   * @param parameters what is agreed to
   */
  TlsTransports(SSLContext context, SSLParameters parameters) {
    this.context = context;
    this.parameters = parameters;
  }

  @Override
  public Transport create(SocketChannel channel, SelectionKey key) throws IOException {
    return over(new PlainTransport(channel, key));
  }

  /** Puts TLS on a transport that is new. */
  TlsTransport over(Transport socket) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    engine.beginHandshake();
    return new TlsTransport(socket, engine, this);
  }

  /** Where records are read to, in use only during a call. */
  ByteBuffer incoming() {
    return incoming;
  }

  /** Where records are made, in use only during a call. */
  ByteBuffer outgoing() {
    return outgoing;
  }
}
