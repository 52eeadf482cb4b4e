package io.github.baseframe.conformance.engine;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A link over TCP. A reset by the subject counts as the end of its stream. */
public final class SocketLink implements Link {

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  /** Whether the subject takes no more bytes; it may still have sent some that tell why. */
  private boolean outputRefused;

  /**
   * Takes over a connected channel.
   *
   * @param channel is closed with this link
   * @throws IOException if it cannot be used; it is closed then
   */
  public SocketLink(SocketChannel channel) throws IOException {
    this.channel = channel;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      selector = Selector.open();
      key = channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Connects to a server.
   *
   * @param address where it listens
   * @param timeout how long to wait for it, at least a millisecond
   * @return the link
   * @throws IOException if nobody listens there
   */
  public static SocketLink connect(SocketAddress address, Duration timeout) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      // Zero would mean to wait for ever.
      channel.socket().connect(address, (int) Math.max(1, timeout.toMillis()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new SocketLink(channel);
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
    try {
      while (true) {
        int written = write(out);
        int read = channel.read(in);
        if (read < 0) {
          return false;
        }
        long remaining = deadline - now();
        if (written + read > 0 || remaining <= 0) {
          return true;
        }
        key.interestOps(
            out.hasRemaining()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ);
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(remaining)));
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private int write(ByteBuffer out) {
    if (!outputRefused && out.hasRemaining()) {
      try {
        return channel.write(out);
      } catch (IOException e) {
        outputRefused = true;
      }
    }
    if (outputRefused) {
      out.position(out.limit());
    }
    return 0;
  }

  @Override
  public void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      // The subject has ended the connection already, which shows when it is read.
    }
  }

  @Override
  public void close() {
    try {
      // The selector first: as long as the channel is registered it is not really closed.
      selector.close();
      channel.close();
    } catch (IOException e) {
      // What counts has been received before.
    }
  }
}
