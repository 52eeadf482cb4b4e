package io.github.baseframe.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.baseframe.benchmarks.peers.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS of the load generator, with the JDK's blocking sockets on the other side. */
class SecureChannelTest {

  private SSLServerSocket listener;
  private SocketChannel socket;
  private SecureChannel channel;
  private SSLSocket peer;

  @BeforeEach
  void connect() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    listener =
        (SSLServerSocket)
            Keys.context().getServerSocketFactory().createServerSocket(0, 1, loopback);
    CompletableFuture<SSLSocket> accepted = CompletableFuture.supplyAsync(this::accept);
    socket = SocketChannel.open(listener.getLocalSocketAddress());
    channel = new SecureChannel(socket);
    channel.write(ByteBuffer.allocate(1));
    peer = accepted.get(10, TimeUnit.SECONDS);
    socket.configureBlocking(false);
  }

  private SSLSocket accept() {
    try {
      SSLSocket accepted = (SSLSocket) listener.accept();
      accepted.setTcpNoDelay(true);
      accepted.startHandshake();
      return accepted;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    socket.close();
    listener.close();
  }

  @Test
  void allRecordsThatAreThereAreReadAtOnce() throws IOException {
    ByteBuffer into = ByteBuffer.allocate(100);
    assertThat(channel.read(into)).isZero();
    peer.getOutputStream().write(new byte[] {1, 2});
    peer.getOutputStream().write(new byte[] {3});

    // Loopback has delivered it all when write returns.
    assertThat(channel.read(into)).isEqualTo(3);
    assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    peer.shutdownOutput();
    assertThat(channel.read(into.clear())).isEqualTo(-1);
  }

  @Test
  void aPeerThatTakesNoMoreIsFound() {
    ByteBuffer much = ByteBuffer.allocate(1 << 20);

    assertThatIOException()
        .isThrownBy(
            () -> {
              while (true) {
                channel.write(much.clear());
              }
            })
        .withMessageContaining("too much is in flight");
  }
}
