package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Connects, shakes hands, has one message echoed, closes, and begins again, a few at a time. The
 * bare echo is given the same bytes and gives them back; there the client closes first.
 */
final class ConnectLoad implements Load {

  private static final int SELECT_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int ANSWER_BYTES = 4 << 10;

  /** Each of them gives as many ports as there are ephemeral ones, all of loopback. */
  private static final int SOURCE_ADDRESSES = 64;

  private final InetSocketAddress server;
  private final boolean bare;
  private final Selector selector = Selector.open();
  private final Visit[] visits;
  private final ByteBuffer[] requests;
  private final ByteBuffer[] answers;
  private int nextSource;
  private Recorder recorder;

  ConnectLoad(Scenario scenario, InetSocketAddress server, boolean bare) throws IOException {
    this.server = server;
    this.bare = bare;
    Messages messages = new Messages(scenario.text(), scenario.payloadBytes(), 1, bare);
    byte[] request = Handshake.request(server, "/echo", null);
    requests =
        new ByteBuffer[] {
          direct(request),
          messages.sent().slice(0, messages.sentFrameBytes()),
          direct(Messages.clientClose())
        };
    answers =
        new ByteBuffer[] {
          bare ? direct(request) : null,
          messages.expected().slice(0, messages.expectedFrameBytes()),
          direct(bare ? Messages.clientClose() : Messages.serverClose())
        };
    visits = new Visit[scenario.connections()];
    for (int i = 0; i < visits.length; i++) {
      visits[i] = new Visit(i);
    }
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Override
  public LoadResult run(long nanos) throws IOException {
    recorder = new Recorder(visits.length);
    for (Visit visit : visits) {
      if (visit.channel == null) {
        visit.connect();
      }
    }
    long lastAnswer = recorder.start();
    long now = lastAnswer;
    try {
      while (now - recorder.start() < nanos) {
        int ready = selector.select(key -> ((Visit) key.attachment()).onReadable(), SELECT_MILLIS);
        now = System.nanoTime();
        if (ready > 0) {
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

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One after the other: a connection from its beginning to its end. */
  private final class Visit {
    private final int index;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private SocketChannel channel;
    private int step;
    private long began;

    Visit(int index) {
      this.index = index;
    }

    void connect() throws IOException {
      nextSource = nextSource % SOURCE_ADDRESSES + 1;
      began = System.nanoTime();
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.bind(new InetSocketAddress("127.0.0." + (1 + nextSource), 0));
      // On loopback it returns at once, unless the server lets too many wait.
      channel.connect(server);
      channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
      step = 0;
      request();
    }

    private void request() throws IOException {
      ByteBuffer request = requests[step].rewind();
      channel.write(request);
      if (request.hasRemaining()) {
        throw new IOException("a new socket takes no " + request.limit() + " bytes");
      }
      answer.clear();
    }

    void onReadable() {
      try {
        if (channel.read(answer) < 0) {
          if (step < requests.length) {
            throw new IOException("the server closed a connection too early");
          }
          finish();
        } else if (step == requests.length) {
          throw new IOException("the server sent more after its Close");
        } else if (isComplete()) {
          step++;
          if (step < requests.length) {
            request();
          } else if (bare) {
            finish();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean isComplete() throws IOException {
      ByteBuffer expected = answers[step];
      if (expected == null) {
        return Handshake.isComplete(answer);
      }
      if (answer.position() < expected.capacity()) {
        return false;
      }
      if (!expected.clear().equals(answer.duplicate().flip())) {
        throw new IOException("another answer than expected in step " + step);
      }
      return true;
    }

    private void finish() throws IOException {
      channel.close();
      recorder.count(index, 1);
      recorder.latency(System.nanoTime() - began);
      connect();
    }
  }
}
