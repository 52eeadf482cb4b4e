package io.github.baseframe.nio.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainTransportTest {

  private Selector selector;
  private SelectionKey key;
  private SocketChannel peer;
  private SocketChannel channel;
  private PlainTransport transport;

  @BeforeEach
  void connect() throws IOException {
    selector = Selector.open();
    connect(InetAddress.getByName("127.0.0.1"));
  }

  private void connect(InetAddress loopback) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(loopback, 0));
      peer = SocketChannel.open(listener.getLocalAddress());
      channel = listener.accept();
    }
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ);
    transport = new PlainTransport(channel, key);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    peer.close();
    selector.close();
  }

  /** Segments of every size and kind, more than one write takes. */
  private static ByteBuffer[] segments() {
    Random random = new Random(6455);
    ByteBuffer[] segments = new ByteBuffer[3 * PlainTransport.MAX_SEGMENTS];
    for (int i = 0; i < segments.length; i++) {
      int size =
          switch (i % 5) {
            case 0 -> random.nextInt(100);
            case 1 -> 0;
            case 2 -> random.nextInt(20_000);
            case 3 -> PlainTransport.MAX_HEAP_BYTES;
            default -> random.nextInt(4 * PlainTransport.MAX_HEAP_BYTES);
          };
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      segments[i] = random.nextBoolean() ? ByteBuffer.allocateDirect(size) : heapSlice(size);
      segments[i].put(bytes).flip();
    }
    return segments;
  }

  private static ByteBuffer heapSlice(int size) {
    return ByteBuffer.allocate(size + 10).position(5).limit(size + 5).slice();
  }

  @Test
  void aResetThrowsAwayWhatThePeerHasNotTaken() throws IOException {
    ByteBuffer[] much = {ByteBuffer.allocate(64 << 20)};
    assertThat(transport.write(much, 0, 1)).isPositive();
    assertThat(much[0].hasRemaining()).isTrue();

    transport.reset();
    // A channel that is registered ends when its selector comes by.
    selector.selectNow();

    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> readUntil(ByteBuffer.allocate(64 << 20)))
        .hasMessage("Connection reset");
    transport.reset();
  }

  /** Reads until the buffer is full. */
  private void readUntil(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      assertThat(peer.read(into)).isPositive();
    }
  }

  @Test
  void everySegmentIsWrittenInOrderHoweverOftenThePeerIsFull() throws IOException {
    ByteBuffer[] segments = segments();
    byte[] expected = concatenation(segments);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(1 << 20);
    long written = 0;
    int first = 0;
    boolean wasFull = false;
    peer.configureBlocking(false);
    while (received.size() < expected.length) {
      if (first < segments.length) {
        written += transport.write(segments, first, segments.length - first);
      }
      while (first < segments.length && !segments[first].hasRemaining()) {
        first++;
      }
      wasFull |= first < segments.length;
      for (int count = peer.read(in.clear()); count > 0; count = peer.read(in.clear())) {
        received.write(in.array(), 0, count);
      }
    }

    assertThat(wasFull).isTrue();
    assertThat(written).isEqualTo(expected.length);
    assertThat(received.toByteArray()).isEqualTo(expected);
  }

  private static byte[] concatenation(ByteBuffer[] segments) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer segment : segments) {
      byte[] bytes = new byte[segment.remaining()];
      segment.get(segment.position(), bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void theLimitsOfTheSegmentsStayAsTheyAre() throws IOException {
    ByteBuffer large = ByteBuffer.allocate(32 << 20).limit(31 << 20);

    transport.write(new ByteBuffer[] {large}, 0, 1);

    assertThat(large.hasRemaining()).isTrue();
    assertThat(large.limit()).isEqualTo(31 << 20);
  }

  @Test
  void itWaitsForWhatItIsTold() {
    transport.waitFor(false, false);
    assertThat(key.interestOps()).isZero();
    transport.waitFor(true, false);
    assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    transport.waitFor(false, true);
    assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
    transport.waitFor(true, true);
    assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  @Test
  void afterTheOutputIsShutDownReadingGoesOn() throws IOException {
    transport.shutdownOutput();
    peer.write(ByteBuffer.wrap(new byte[] {7}));
    ByteBuffer in = ByteBuffer.allocate(10);

    assertThat(peer.read(in)).isEqualTo(-1);
    selector.select(10_000);
    assertThat(transport.read(in)).isEqualTo(1);
    assertThat(in.get(0)).isEqualTo((byte) 7);
  }

  @Test
  void thePeersAddressIsKnownAfterTheEnd() throws IOException {
    int port = peer.socket().getLocalPort();
    transport.close();
    transport.close();

    assertThat(transport.peerAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
  }
}
