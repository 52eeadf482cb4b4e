package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Selected;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Puts TLS on transports that tests make. */
public final class TlsOver {

  private static final TlsTerms TERMS =
      new TlsTerms(1000, TimeUnit.SECONDS.toNanos(10), 100, null, 100_000);

  private TlsOver() {}

  /** The server's end of TLS over a transport that is new. */
  public static Transport server(
      SSLContext context, EventLoop loop, Transport socket, SelectionKey key) throws IOException {
    return new TlsTransports(context::createSSLEngine, () -> new byte[0], new TlsLoop(loop, TERMS))
        .startOn(socket, () -> (Selected) key.attachment());
  }
}
