package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.frame.Buffers;
import io.github.baseframe.protocol.frame.FrameEncoder;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.Utf8Benchmark;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a server does for one echoed message, all but the sockets: decode, check, hand on, encode,
 * drain the queue.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectionEchoBenchmark {

  private static final int KEY = 0x37FA213D;
  private static final int POOLED_BUFFER_BYTES = 64 << 10;

  @Param({"16", "125", "1024", "65536", "1048576"})
  private int payloadBytes;

  @Param({"false", "true"})
  private boolean text;

  @Param({"true"})
  private boolean direct;

  private final WebSocketConnection connection =
      WebSocketConnection.server(
          ConnectionSettings.DEFAULT,
          BufferPool.of(POOLED_BUFFER_BYTES, 2, true),
          null,
          new Echo(),
          this::drain);

  /** What the client sent, and the same in the buffer where it is unmasked. */
  private ByteBuffer frame;

  private ByteBuffer received;
  private long written;

  /** For JMH. */
  public ConnectionEchoBenchmark() {}

  /** Makes the frame. */
  @Setup
  public void setUp() {
    byte[] payload = text ? Utf8Benchmark.Script.ASCII.text(payloadBytes) : null;
    payload = payload == null || payload.length == 0 ? new byte[payloadBytes] : payload;
    int bytes = FrameEncoder.headerBytes(payload.length, true) + payload.length;
    frame = Buffers.allocate(bytes, direct);
    int firstByte = FrameHeader.FIN_BIT | (text ? Opcode.TEXT : Opcode.BINARY).bits();
    FrameEncoder.putHeader(frame, firstByte, true, KEY, payload.length);
    FrameEncoder.putMasked(frame, ByteBuffer.wrap(payload), KEY, 0);
    received = Buffers.allocate(bytes, direct);
  }

  /**
   * Echoes a message. The copy of its bytes stands for the read.
   *
   * @return bytes that went out so far
   */
  @Benchmark
  public long echo() {
    connection.receive(received.clear().put(frame.flip()).flip());
    drain();
    return written;
  }

  private void drain() {
    connection.writeTo(this::take);
  }

  private long take(ByteBuffer[] segments, int first, int count) {
    long bytes = 0;
    for (int i = first; i < first + count; i++) {
      bytes += segments[i].remaining();
      segments[i].position(segments[i].limit());
    }
    written += bytes;
    return bytes;
  }

  private final class Echo implements MessageConsumer {
    @Override
    public void onText(ByteBuffer utf8) {
      connection.sendUtf8Text(utf8);
    }

    @Override
    public void onBinary(ByteBuffer payload) {
      connection.sendBinary(payload);
    }

    @Override
    public void onPing(ByteBuffer payload) {}

    @Override
    public void onPong(ByteBuffer payload) {}

    @Override
    public void onClose(CloseReason reason, boolean clean) {}
  }
}
