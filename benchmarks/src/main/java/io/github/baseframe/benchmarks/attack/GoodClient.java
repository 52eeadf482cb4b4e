package io.github.baseframe.benchmarks.attack;

import io.github.baseframe.benchmarks.load.Handshake;
import io.github.baseframe.benchmarks.peers.Keys;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.HdrHistogram.Histogram;

/** A guest as one wishes: has a small message echoed every 10 ms, on its own connection. */
final class GoodClient implements AutoCloseable {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int BINARY = 0x82;
  private static final int PING = 0x89;
  private static final int MASKED = 0x80;
  private static final int MASKING_KEY_BYTES = 4;

  private final InetSocketAddress server;
  private final boolean tls;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "good client");
  private volatile boolean stopped;

  /** Guarded by this. */
  private Histogram latencies = newHistogram();

  /** Guarded by this. */
  private long disconnects;

  /** When the message was sent that is not back; guarded by this. */
  private OptionalLong waitingSince = OptionalLong.empty();

  /**
   * What it has seen.
   *
   * @param latencies from when a message was due until it came back, in nanoseconds
   * @param disconnects how often the connection broke, could not be made, or was silent for 10 s
   */
  record Figures(Histogram latencies, long disconnects) {}

  /** Begins, and waits for the first answer. */
  GoodClient(InetSocketAddress server, boolean tls) throws IOException {
    this.server = server;
    this.tls = tls;
    thread.start();
    try {
      if (!answered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        close();
        throw new IOException("the server does not answer before the attack");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Histogram newHistogram() {
    return new Histogram(3);
  }

  /** Returns the figures since the last call, with the message that is still under way. */
  synchronized Figures take() {
    waitingSince.ifPresent(since -> note(System.nanoTime() - since));
    Figures taken = new Figures(latencies, disconnects);
    latencies = newHistogram();
    disconnects = 0;
    return taken;
  }

  private synchronized void onSent(long now) {
    waitingSince = OptionalLong.of(now);
  }

  private synchronized void onEcho(long nanos) {
    waitingSince = OptionalLong.empty();
    note(nanos);
  }

  private void note(long nanos) {
    // What would have been sent in a pause would have waited too.
    latencies.recordValueWithExpectedInterval(nanos, INTERVAL_NANOS);
  }

  private synchronized void onDisconnect() {
    disconnects++;
  }

  private void run() {
    while (!stopped) {
      try (Talk talk = new Talk()) {
        for (long due = System.nanoTime(); !stopped; due = Math.max(due, System.nanoTime())) {
          echo(talk);
          answered.countDown();
          due += INTERVAL_NANOS;
          LockSupport.parkNanos(due - System.nanoTime());
        }
      } catch (IOException e) {
        onDisconnect();
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private void echo(Talk talk) throws IOException {
    long sent = System.nanoTime();
    onSent(sent);
    try {
      talk.echo(sent);
    } finally {
      onEcho(System.nanoTime() - sent);
    }
  }

  /** Says whether a newcomer's message comes back. */
  static boolean answers(InetSocketAddress server, boolean tls) {
    try {
      new GoodClient(server, tls).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connection. */
  private final class Talk implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Talk() throws IOException {
      Socket plain = new Socket();
      try {
        plain.connect(server, PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        plain.setTcpNoDelay(true);
        socket = tls ? secure(plain) : plain;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(Handshake.request(server, "/echo", null));
        readResponse();
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    }

    private Socket secure(Socket plain) throws IOException {
      SSLSocket secure =
          (SSLSocket)
              Keys.trustingContext()
                  .getSocketFactory()
                  .createSocket(plain, server.getHostString(), server.getPort(), true);
      secure.startHandshake();
      return secure;
    }

    private void readResponse() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      if (!head.toString().startsWith("HTTP/1.1 101 ")) {
        throw new IOException(head.toString().lines().findFirst().orElse(""));
      }
    }

    void echo(long number) throws IOException {
      out.write(
          ByteBuffer.allocate(2 + MASKING_KEY_BYTES + Long.BYTES)
              .put((byte) BINARY)
              .put((byte) (MASKED | Long.BYTES))
              .putInt(0)
              .putLong(number)
              .array());
      int firstByte = in.readUnsignedByte();
      while (firstByte == PING) {
        // The next message answers it as well.
        in.readFully(new byte[in.readUnsignedByte()]);
        firstByte = in.readUnsignedByte();
      }
      if (firstByte != BINARY || in.readUnsignedByte() != Long.BYTES || in.readLong() != number) {
        throw new IOException("not the echo");
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
