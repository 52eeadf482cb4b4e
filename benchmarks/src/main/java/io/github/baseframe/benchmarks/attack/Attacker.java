package io.github.baseframe.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** One attacker: its place among the others, and the connection that it has at the moment. */
final class Attacker {

  /** Little, so that what is not read waits at the server. */
  private static final int UNREAD_BYTES = 4 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int index;
  private final Attack attack;
  private final ByteBuffer request;
  private final Consumer<Attacker> onReset;
  private final StringBuilder response = new StringBuilder();

  private SocketChannel channel;
  private SelectionKey key;
  private ByteBuffer unsent = NOTHING;
  private boolean begun;

  /** How far the attack has come on this connection; the attack's own. */
  int progress;

  /** What the attack needs on this connection; the attack's own. */
  KeyUpdates.Session session;

  /**
   * Makes one that is not connected.
   *
   * @param index its place, from 0
   * @param attack what it does
   * @param request its opening handshake; empty for none
   * @param onReset is told when it has given its connection up, to come again
   */
  Attacker(int index, Attack attack, ByteBuffer request, Consumer<Attacker> onReset) {
    this.index = index;
    this.attack = attack;
    this.request = request;
    this.onReset = onReset;
  }

  int index() {
    return index;
  }

  SocketChannel channel() {
    return channel;
  }

  boolean isAttacking() {
    return begun;
  }

  /** Sends bytes, of which the position stays as it is; all that was sent before is gone. */
  void send(ByteBuffer bytes) {
    unsent = bytes.duplicate();
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  /** Has the attack called when the socket takes more. */
  void wakeWhenWritable() {
    send(NOTHING);
  }

  /** Ends the connection by a reset, and opens another. */
  void reset() {
    close();
    onReset.accept(this);
  }

  /** Begins to connect. */
  void connect(Selector selector, InetSocketAddress server) throws IOException {
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (!attack.reads(index)) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, UNREAD_BYTES);
    }
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    channel.connect(server);
  }

  /** Does what the socket is ready for; says whether the peer goes on. */
  boolean onReady(ByteBuffer buffer) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      onConnected();
      return true;
    }
    if (key.isReadable()) {
      if (channel.read(buffer.clear()) < 0) {
        return false;
      }
      onReceived(buffer.flip());
    }
    if (key.isValid() && key.isWritable()) {
      onWritable();
    }
    return true;
  }

  private void onConnected() throws IOException {
    if (request.hasRemaining()) {
      send(request);
    } else {
      begin();
    }
  }

  private void begin() throws IOException {
    begun = true;
    key.interestOps(attack.reads(index) ? SelectionKey.OP_READ : 0);
    attack.begin(this);
  }

  private void onReceived(ByteBuffer bytes) throws IOException {
    if (begun) {
      attack.onReceived(this, bytes);
      return;
    }
    response.append(ISO_8859_1.decode(bytes));
    if (response.indexOf("\r\n\r\n") >= 0) {
      if (!response.toString().startsWith("HTTP/1.1 101 ")) {
        throw new IOException(response.toString().lines().findFirst().orElse(""));
      }
      begin();
    }
  }

  /** One write at a time, so that others have their turn. */
  private void onWritable() throws IOException {
    channel.write(unsent);
    if (!unsent.hasRemaining()) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      if (begun) {
        attack.onSent(this);
      }
    }
  }

  void onSecond() throws IOException {
    if (begun) {
      attack.onSecond(this);
    }
  }

  /** Ends the connection by a reset, if there is one. */
  void close() {
    begun = false;
    response.setLength(0);
    unsent = NOTHING;
    session = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is gone all the same.
      }
    }
  }
}
