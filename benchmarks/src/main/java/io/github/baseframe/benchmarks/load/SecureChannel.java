package io.github.baseframe.benchmarks.load;

import io.github.baseframe.benchmarks.peers.Keys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import tlschannel.ClientTlsChannel;
import tlschannel.NeedsReadException;
import tlschannel.NeedsWriteException;
import tlschannel.TlsChannel;

/** A socket by TLS, that reads and writes as a socket does, also when it does not block. */
final class SecureChannel implements ByteChannel {

  private static final SSLContext CONTEXT = Keys.trustingContext();

  private final SocketChannel socket;
  private final TlsChannel tls;

  /** Takes over a connected socket. */
  SecureChannel(SocketChannel socket) {
    this.socket = socket;
    SSLEngine engine = CONTEXT.createSSLEngine();
    engine.setUseClientMode(true);
    tls = ClientTlsChannel.newBuilder(socket, engine).build();
  }

  /** Reads all that is there, as nobody says that there is more; one record if it blocks. */
  @Override
  public int read(ByteBuffer into) throws IOException {
    int start = into.position();
    try {
      int count;
      do {
        count = tls.read(into);
      } while (count >= 0 && into.hasRemaining() && !socket.isBlocking());
      if (count < 0 && into.position() == start) {
        return -1;
      }
    } catch (NeedsReadException e) {
      // That was all.
    }
    return into.position() - start;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    try {
      return tls.write(from);
    } catch (NeedsWriteException e) {
      throw new IOException("the server takes no more: too much is in flight for TLS", e);
    }
  }

  @Override
  public boolean isOpen() {
    return tls.isOpen();
  }

  @Override
  public void close() throws IOException {
    tls.close();
  }
}
