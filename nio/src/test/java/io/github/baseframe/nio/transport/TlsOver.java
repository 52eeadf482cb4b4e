package io.github.baseframe.nio.transport;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Puts TLS on transports that tests make. */
public final class TlsOver {

  private TlsOver() {}

  /** The server's end of TLS over a transport that is new. */
  public static Transport server(SSLContext context, Transport socket) throws IOException {
    return new TlsTransports(context, new SSLParameters()).startOn(socket);
  }
}
