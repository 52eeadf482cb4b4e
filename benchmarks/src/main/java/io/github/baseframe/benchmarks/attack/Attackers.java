package io.github.baseframe.benchmarks.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * All attackers of a kind, on one thread with one selector. Who loses its connection comes again a
 * second later, so that there are always as many of them as the server lets in.
 */
final class Attackers implements AutoCloseable {

  /** Fewer than any server lets wait to be accepted. */
  private static final int CONNECTING_AT_ONCE = 32;

  private static final int READ_BYTES = 64 << 10;
  private static final long SELECT_MILLIS = 50;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final InetSocketAddress server;
  private final List<Attacker> all = new ArrayList<>();
  private final Queue<Attacker> waiting = new ArrayDeque<>();
  private final List<Attacker> lost = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private final Thread thread = new Thread(this::run, "attackers");

  private int connecting;
  private volatile long opened;
  private volatile long losses;
  private volatile boolean stopped;
  private volatile Throwable failure;

  /** Begins an attack by as many. */
  Attackers(Kind kind, InetSocketAddress server, int count) throws IOException {
    this.server = server;
    Attack attack = kind.attack();
    ByteBuffer request = kind.opening().request(server);
    for (int i = 0; i < count; i++) {
      all.add(new Attacker(i, attack, request, waiting::add));
    }
    waiting.addAll(all);
    thread.start();
  }

  /** How many connections were established so far. */
  long opened() {
    return opened;
  }

  /** How many of them, or attempts at one, the server has ended so far. */
  long losses() {
    return losses;
  }

  private void run() {
    long nextSecond = System.nanoTime() + SECOND_NANOS;
    try {
      while (!stopped) {
        connectMore();
        selector.select(this::onReady, SELECT_MILLIS);
        if (System.nanoTime() - nextSecond >= 0) {
          nextSecond += SECOND_NANOS;
          onSecond();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      all.forEach(Attacker::close);
    }
  }

  private void connectMore() {
    for (Attacker next; connecting < CONNECTING_AT_ONCE && (next = waiting.poll()) != null; ) {
      try {
        next.connect(selector, server);
        connecting++;
      } catch (IOException e) {
        lose(next);
      }
    }
  }

  private void onReady(SelectionKey key) {
    Attacker attacker = (Attacker) key.attachment();
    boolean wasConnecting = key.isConnectable();
    connecting -= wasConnecting ? 1 : 0;
    try {
      if (!attacker.onReady(buffer)) {
        lose(attacker);
      } else if (wasConnecting) {
        opened++;
      }
    } catch (IOException e) {
      lose(attacker);
    }
  }

  private void onSecond() {
    waiting.addAll(lost);
    lost.clear();
    for (Attacker attacker : all) {
      try {
        attacker.onSecond();
      } catch (IOException e) {
        lose(attacker);
      }
    }
  }

  private void lose(Attacker attacker) {
    attacker.close();
    losses++;
    lost.add(attacker);
  }

  /** Has all of them leave, by a reset each. */
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
    if (failure != null) {
      throw new IOException("the attackers have failed", failure);
    }
  }
}
