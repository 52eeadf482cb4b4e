package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenTest {

  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  private final BlockingQueue<SocketAddress> peers = new LinkedBlockingQueue<>();

  private ServerBuilder builder() {
    return WebSocketServer.builder()
        .loops(2)
        .route(
            "/",
            new EchoHandler() {
              @Override
              public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
                peers.add(session.peerAddress());
              }
            });
  }

  /** Says a byte and hears it back. */
  private static void assertEchoesAt(SocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      String frame = "\u0082\u0081\0\0\0\0a";
      channel.write(ByteBuffer.wrap((RawClient.upgrade("/") + frame).getBytes(ISO_8859_1)));
      StringBuilder answer = new StringBuilder();
      ByteBuffer in = ByteBuffer.allocate(1000);
      while (!answer.toString().endsWith("\u0082\u0001a") && channel.read(in.clear()) >= 0) {
        answer.append(ISO_8859_1.decode(in.flip()));
      }
      assertThat(answer.toString()).startsWith("HTTP/1.1 101 ").endsWith("\u0082\u0001a");
    }
  }

  @Test
  void aServerListensAtSeveralAddresses(@TempDir Path directory) throws Exception {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (WebSocketServer server =
        builder().listen(ANY_PORT, new InetSocketAddress("::1", 0), unix).start()) {
      assertThat(server.addresses()).hasSize(3).endsWith(unix);
      assertThat(server.port())
          .isEqualTo(((InetSocketAddress) server.addresses().get(0)).getPort());
      for (SocketAddress address : server.addresses()) {
        assertEchoesAt(address);
      }
      assertThat(((InetSocketAddress) peers.take()).getAddress())
          .isEqualTo(InetAddress.getByName("127.0.0.1"));
      assertThat(((InetSocketAddress) peers.take()).getAddress())
          .isEqualTo(InetAddress.getByName("::1"));
      assertThat(peers.take()).isEqualTo(UnixDomainSocketAddress.of(""));
    }
  }

  @Test
  void theFileOfAUnixDomainSocketHasItsPermissionsAndIsRemovedAtTheEnd(@TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("socket");
    ListenAddresses addresses =
        ListenAddresses.builder()
            .address(UnixDomainSocketAddress.of(path))
            .unixPermissions("rw-------")
            .build();
    try (WebSocketServer server = builder().listen(addresses).start()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    }
    assertThat(path).doesNotExist();
    try (WebSocketServer server = builder().listen(UnixDomainSocketAddress.of(path)).start()) {
      assertThat(server.addresses()).hasSize(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void aFileThatNobodyListensToAnyMoreIsReplaced(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("socket"));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(unix).close();
    assertThat(unix.getPath()).exists();

    try (WebSocketServer server = builder().listen(unix).start()) {
      assertEchoesAt(server.addresses().get(0));
    }
  }

  @Test
  void aSocketThatSomebodyListensToIsLeftAlone(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (WebSocketServer server = builder().listen(unix).start()) {
      assertThatThrownBy(() -> builder().listen(unix).start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process listens there");
      assertEchoesAt(server.addresses().get(0));
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("file"), "precious");

    assertThatThrownBy(() -> builder().listen(UnixDomainSocketAddress.of(path)).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void theFileOfAnotherServerIsNotRemoved(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("socket"));
    WebSocketServer first = builder().listen(unix).start();
    Files.delete(unix.getPath());
    try (WebSocketServer second = builder().listen(unix).start()) {
      first.close();

      assertEchoesAt(second.addresses().get(0));
    }
  }

  @Test
  void ifOneAddressIsTakenNoneIsListenedTo(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (ServerSocketChannel taken = ServerSocketChannel.open().bind(ANY_PORT)) {
      SocketAddress address = taken.getLocalAddress();
      assertThatThrownBy(() -> builder().listen(unix, address).start())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:");
      assertThat(unix.getPath()).doesNotExist();
    }
  }

  @Test
  void aSocketThatListensAlreadyIsTakenOverAndClosed() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open().bind(ANY_PORT);
    ListenAddresses addresses = ListenAddresses.builder().channel(channel).build();
    try (WebSocketServer server = builder().listen(addresses).start()) {
      assertThat(server.addresses()).containsExactly(channel.getLocalAddress());
      assertEchoesAt(channel.getLocalAddress());
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatIsHandedOverHasToListen() throws IOException {
    ServerSocketChannel unbound = ServerSocketChannel.open();

    assertThatThrownBy(
            () -> builder().listen(ListenAddresses.builder().channel(unbound).build()).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not bound");
    unbound.close();
    assertThatThrownBy(
            () -> builder().listen(ListenAddresses.builder().inherited().build()).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("standard input");
    assertThatThrownBy(() -> ListenAddresses.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoServersMayShareAPort() throws IOException {
    ListenAddresses first = ListenAddresses.builder().address(ANY_PORT).reusePort(true).build();
    WebSocketServer one = builder().listen(first).start();
    ListenAddresses second =
        ListenAddresses.builder().address(one.addresses().get(0)).reusePort(true).build();
    try (WebSocketServer other = builder().listen(second).start()) {
      assertThat(other.port()).isEqualTo(one.port());
      one.close();
      assertEchoesAt(other.addresses().get(0));
    } finally {
      one.close();
    }
  }
}
