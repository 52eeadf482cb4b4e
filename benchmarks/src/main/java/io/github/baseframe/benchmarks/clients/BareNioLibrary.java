package io.github.baseframe.benchmarks.clients;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The least that a client can do: one thread, one selector, frames made by hand and masked with
 * random keys. What a read gives rise to is written at once. It checks nothing that it receives,
 * not even UTF-8, and takes the answer to the handshake for granted.
 */
final class BareNioLibrary implements ClientLibrary {

  private static final int READ_BYTES = 256 << 10;
  private static final int MAX_HEAD_BYTES = 4 << 10;

  private final Selector selector;
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
  private final MaskedFrames outgoing = new MaskedFrames();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::loop, "bare-nio");

  BareNioLibrary() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public ClientConnection connect(URI server, Receiver receiver) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    shakeHands(channel, server);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, receiver);
    connection.key = channel.register(selector, 0, connection);
    connection.key.interestOps(SelectionKey.OP_READ);
    selector.wakeup();
    return connection;
  }

  private static void shakeHands(SocketChannel channel, URI server) throws IOException {
    String request =
        String.join(
            "\r\n",
            "GET " + server.getPath() + " HTTP/1.1",
            "Host: " + server.getAuthority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "",
            "");
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer head = ByteBuffer.allocate(MAX_HEAD_BYTES);
    do {
      if (channel.read(head) < 0) {
        throw new EOFException("the server closed a connection instead of answering");
      }
    } while (!text(head).endsWith("\r\n\r\n"));
    if (!text(head).startsWith("HTTP/1.1 101 ")) {
      throw new IOException("the server declined: " + text(head).lines().findFirst().orElse(""));
    }
  }

  private static String text(ByteBuffer head) {
    return new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII);
  }

  private void loop() {
    try {
      while (true) {
        selector.select(key -> ((Connection) key.attachment()).onReady());
        for (Runnable task; (task = tasks.poll()) != null; ) {
          task.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Connection implements ClientConnection {
    private final SocketChannel channel;
    private final Receiver receiver;
    private final IncomingFrames frames;
    private volatile SelectionKey key;

    /** What the socket did not take, or null. */
    private ByteBuffer rest;

    Connection(SocketChannel channel, Receiver receiver) {
      this.channel = channel;
      this.receiver = receiver;
      frames = new IncomingFrames(receiver, frame(MaskedFrames.PONG, new byte[0]));
    }

    void onReady() {
      try {
        if (key.isReadable()) {
          int bytes = channel.read(incoming.clear());
          if (bytes < 0) {
            channel.close();
            receiver.onClosed();
            return;
          }
          frames.accept(incoming.flip());
          flush();
        }
        if (key.isWritable()) {
          writeRest();
        }
      } catch (IOException e) {
        receiver.onFailure(e);
        key.cancel();
      }
    }

    private void flush() throws IOException {
      ByteBuffer bytes = outgoing.take();
      if (rest == null) {
        channel.write(bytes);
      }
      if (bytes.hasRemaining()) {
        int before = rest == null ? 0 : rest.remaining();
        ByteBuffer kept = ByteBuffer.allocateDirect(before + bytes.remaining());
        if (rest != null) {
          kept.put(rest);
        }
        rest = kept.put(bytes).flip();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    }

    private void writeRest() throws IOException {
      channel.write(rest);
      if (!rest.hasRemaining()) {
        rest = null;
        key.interestOps(SelectionKey.OP_READ);
      }
    }

    private Runnable frame(int firstByte, byte[] payload) {
      ByteBuffer direct = ByteBuffer.allocateDirect(payload.length).put(payload).flip();
      return () -> {
        if (Thread.currentThread() == thread) {
          outgoing.add(firstByte, direct);
        } else {
          sendLater(firstByte, direct);
        }
      };
    }

    private void sendLater(int firstByte, ByteBuffer payload) {
      tasks.add(
          () -> {
            outgoing.add(firstByte, payload);
            try {
              flush();
            } catch (IOException e) {
              receiver.onFailure(e);
            }
          });
      selector.wakeup();
    }

    @Override
    public Runnable text(String text) {
      return frame(MaskedFrames.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Runnable binary(byte[] payload) {
      return frame(MaskedFrames.BINARY, payload);
    }

    @Override
    public void close() {
      frame(MaskedFrames.CLOSE, MaskedFrames.NORMAL_CLOSURE).run();
    }
  }
}
