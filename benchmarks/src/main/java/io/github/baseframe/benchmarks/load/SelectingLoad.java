package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The selector loop over open connections. What follows from an answer is up to subclasses. */
abstract class SelectingLoad implements Load {

  private static final int READ_BYTES = 256 << 10;
  private static final int SELECT_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  final Scenario scenario;
  final Connection[] connections;

  /** Null where nothing is compressed. */
  private final CompressedMessages compressed;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private Recorder recorder;

  /** Opens the connections; each remembers when it sent its last {@code inFlight} messages. */
  SelectingLoad(Scenario scenario, InetSocketAddress server, boolean bare, int inFlight)
      throws IOException {
    this.scenario = scenario;
    String path = scenario.shape() == Scenario.Shape.FAN_OUT ? "/broadcast" : "/echo";
    compressed =
        scenario.shape() == Scenario.Shape.COMPRESSED_ECHO
            ? new CompressedMessages(scenario.payloadBytes())
            : null;
    String offer = compressed == null ? null : CompressedMessages.OFFER;
    Messages messages =
        compressed == null
            ? new Messages(scenario.text(), scenario.payloadBytes(), scenario.inFlight(), bare)
            : compressed.framed(scenario.inFlight(), bare);
    boolean secure = scenario.shape() == Scenario.Shape.SECURE_ECHO && !bare;
    List<SelectionKey> keys =
        Handshake.open(selector, server, path, offer, bare, secure, scenario.connections());
    connections = new Connection[keys.size()];
    for (int i = 0; i < connections.length; i++) {
      // Everyone who receives a broadcast receives the same; others begin somewhere else each.
      int first = scenario.shape() == Scenario.Shape.FAN_OUT ? 0 : i;
      connections[i] =
          compressed == null || bare
              ? new Connection(i, keys.get(i), messages, first, inFlight)
              : new CompressedConnection(i, keys.get(i), messages, compressed, first, inFlight);
    }
  }

  /** A run begins. */
  abstract void begin(Recorder notes) throws IOException;

  /** Messages have come back on a connection; the last of them has the number received() - 1. */
  abstract void onMessages(Connection connection, int completed, long now, Recorder notes)
      throws IOException;

  /** Waits until a connection is ready. */
  int select(Selector ready) throws IOException {
    return ready.select(this::onReady, SELECT_MILLIS);
  }

  @Override
  public LoadResult run(long nanos) throws IOException {
    recorder = new Recorder(scenario.talking());
    begin(recorder);
    long lastAnswer = recorder.start();
    long now = lastAnswer;
    try {
      while (now - recorder.start() < nanos && !isDone()) {
        long before = recorder.messages();
        select(selector);
        now = System.nanoTime();
        if (recorder.messages() > before) {
          lastAnswer = now;
        } else if (now - lastAnswer > PATIENCE_NANOS) {
          throw new IOException("no answer for 10 seconds");
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return recorder.finish(now);
  }

  /** Whether the run is over before its time. */
  boolean isDone() {
    return false;
  }

  final void onReady(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isReadable()) {
        int completed = connection.receive(buffer);
        if (completed > 0) {
          recorder.count(connection.index(), completed);
          onMessages(connection, completed, System.nanoTime(), recorder);
        }
      }
      if (key.isWritable()) {
        connection.onWritable();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
    if (compressed != null) {
      compressed.close();
    }
  }
}
