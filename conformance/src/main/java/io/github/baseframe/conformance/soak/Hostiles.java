package io.github.baseframe.conformance.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Bad clients, as many at a time, on one thread. Each connects, misbehaves in one manner for some
 * seconds, leaves by a FIN or a reset, and comes again with another manner.
 */
final class Hostiles implements AutoCloseable {

  private static final int READ_BYTES = 64 << 10;
  private static final long SELECT_MILLIS = 50;
  private static final long SHORTEST_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int UNREAD_BYTES = 4 << 10;

  private final InetSocketAddress server;
  private final SplittableRandom random;
  private final List<Hostile> all = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final Thread thread = new Thread(this::run, "hostiles");
  private int manners;
  private volatile long lives;
  private volatile boolean stopped;

  /** Begins with as many. */
  Hostiles(InetSocketAddress server, int count, long seed) throws IOException {
    this.server = server;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      all.add(new Hostile());
    }
    thread.start();
  }

  /** How many connections they have had. */
  long lives() {
    return lives;
  }

  private void run() {
    try {
      while (!stopped) {
        long now = System.nanoTime();
        for (Hostile each : all) {
          each.onTime(now);
        }
        selector.select(key -> ((Hostile) key.attachment()).onReady(), SELECT_MILLIS);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the selector is broken", e);
    } finally {
      all.forEach(Hostile::end);
    }
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }

  /** One of them, and the connection that it has at the moment, if any. */
  private final class Hostile {
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer unsent;
    private Manner manner;
    private long endNanos = System.nanoTime();

    void onTime(long now) {
      if (now - endNanos >= 0) {
        end();
        endNanos = now + random.nextLong(SHORTEST_LIFE_NANOS, LONGEST_LIFE_NANOS);
        begin();
      }
    }

    private void begin() {
      manner = Manner.values()[manners++ % Manner.values().length];
      unsent = ByteBuffer.wrap(manner.bytes());
      lives++;
      try {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (random.nextBoolean()) {
          channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        if (!manner.reads()) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, UNREAD_BYTES);
        }
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(server);
      } catch (IOException e) {
        end();
      }
    }

    void onReady() {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
          key.interestOps(SelectionKey.OP_WRITE | (manner.reads() ? SelectionKey.OP_READ : 0));
          return;
        }
        if (key.isReadable() && channel.read(buffer.clear()) < 0) {
          end();
          return;
        }
        if (key.isWritable()) {
          channel.write(unsent);
          if (!unsent.hasRemaining()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
          }
        }
      } catch (IOException e) {
        end();
      }
    }

    /** What the server has ended is not opened again before its time. */
    void end() {
      if (channel != null) {
        try {
          channel.close();
        } catch (IOException e) {
          // It is gone all the same.
        }
      }
    }
  }
}
