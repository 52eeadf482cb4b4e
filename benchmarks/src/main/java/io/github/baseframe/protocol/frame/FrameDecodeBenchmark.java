package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.ProtocolException;
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

/** Decoding of one binary frame that is there as a whole; unmasking happens in place. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameDecodeBenchmark {

  private static final int FIN_AND_BINARY = 0x82;

  @Param({"16", "125", "1024", "65536", "1048576"})
  private int payloadBytes;

  @Param({"true", "false"})
  private boolean masked;

  @Param({"false", "true"})
  private boolean direct;

  private final FrameDecoder decoder = new FrameDecoder();
  private final Sum sum = new Sum();
  private ByteBuffer frame;

  /** For JMH. */
  public FrameDecodeBenchmark() {}

  /** Makes the frame. */
  @Setup
  public void setUp() {
    frame = Buffers.allocate(FrameEncoder.headerBytes(payloadBytes, masked) + payloadBytes, direct);
    FrameEncoder.putHeader(frame, FIN_AND_BINARY, masked, 0x37FA213D, payloadBytes);
    frame.put(Buffers.random(payloadBytes));
  }

  /**
   * Decodes the frame.
   *
   * @return bytes of payload so far
   * @throws ProtocolException never
   */
  @Benchmark
  public long decode() throws ProtocolException {
    decoder.decode(frame.flip(), sum);
    return sum.bytes;
  }

  private static final class Sum implements FrameConsumer {
    private long bytes;

    @Override
    public void onFrameHeader(FrameHeader header) {}

    @Override
    public boolean onPayload(ByteBuffer piece, boolean endOfFrame) {
      bytes += piece.remaining();
      return true;
    }
  }
}
