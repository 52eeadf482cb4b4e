package io.github.baseframe.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * TCP without WebSocket: one thread, one selector, one direct buffer of 64 KiB; what a read
 * returned is written back, or to every connection if it is a broadcast. What a socket does not
 * take is kept for it, and an echo reads no more from that socket before it is gone.
 */
final class BareNioServer implements EchoServer {

  private static final int BUFFER_BYTES = 64 << 10;

  @Override
  public int start(ServerOptions options) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel acceptor = ServerSocketChannel.open();
    acceptor.bind(new InetSocketAddress(ServerOptions.HOST, 0), ServerOptions.BACKLOG);
    acceptor.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(new Loop(selector, acceptor, options.broadcast()), "bare-nio");
    thread.setDaemon(true);
    thread.start();
    return acceptor.socket().getLocalPort();
  }

  private static final class Loop implements Runnable {
    private final Selector selector;
    private final ServerSocketChannel acceptor;
    private final boolean broadcast;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    Loop(Selector selector, ServerSocketChannel acceptor, boolean broadcast) {
      this.selector = selector;
      this.acceptor = acceptor;
      this.broadcast = broadcast;
    }

    @Override
    public void run() {
      try {
        while (true) {
          selector.select(this::serve);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the selector failed", e);
      }
    }

    private void serve(SelectionKey key) {
      try {
        if (key.isAcceptable()) {
          accept();
          return;
        }
        if (key.isWritable()) {
          writeRest(key);
        }
        if (key.isReadable()) {
          read(key);
        }
      } catch (IOException e) {
        close(key);
      }
    }

    private void accept() throws IOException {
      for (SocketChannel channel; (channel = acceptor.accept()) != null; ) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
      }
    }

    private void read(SelectionKey key) throws IOException {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        close(key);
        return;
      }
      buffer.flip();
      if (!broadcast) {
        write(key, SelectionKey.OP_WRITE);
        return;
      }
      for (SelectionKey each : selector.keys()) {
        if (each.channel() != acceptor && each.isValid()) {
          buffer.rewind();
          write(each, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
      }
    }

    /** Writes the buffer, or keeps it for later and waits for these operations. */
    private void write(SelectionKey key, int operationsIfBlocked) throws IOException {
      ByteBuffer rest = (ByteBuffer) key.attachment();
      if (rest == null) {
        ((SocketChannel) key.channel()).write(buffer);
        if (!buffer.hasRemaining()) {
          return;
        }
        rest = spare.isEmpty() ? ByteBuffer.allocateDirect(BUFFER_BYTES) : spare.pop();
        key.attach(rest);
        key.interestOps(operationsIfBlocked);
      }
      rest.put(buffer);
    }

    private void writeRest(SelectionKey key) throws IOException {
      ByteBuffer rest = (ByteBuffer) key.attachment();
      ((SocketChannel) key.channel()).write(rest.flip());
      rest.compact();
      if (rest.position() == 0) {
        spare.push(rest);
        key.attach(null);
        key.interestOps(SelectionKey.OP_READ);
      }
    }

    private static void close(SelectionKey key) {
      try {
        key.channel().close();
      } catch (IOException e) {
        // Closing was all that was left to do.
      }
    }
  }
}
