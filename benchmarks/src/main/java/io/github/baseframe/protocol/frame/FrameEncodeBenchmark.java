package io.github.baseframe.protocol.frame;

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

/** Encoding of one binary frame: header, and payload that is copied or masked on the way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameEncodeBenchmark {

  private static final int FIN_AND_BINARY = 0x82;

  @Param({"16", "125", "1024", "65536", "1048576"})
  private int payloadBytes;

  @Param({"true", "false"})
  private boolean masked;

  @Param({"false", "true"})
  private boolean direct;

  private ByteBuffer payload;
  private ByteBuffer out;

  /** For JMH. */
  public FrameEncodeBenchmark() {}

  /** Makes the buffers. */
  @Setup
  public void setUp() {
    payload = Buffers.of(Buffers.random(payloadBytes), direct);
    out = Buffers.allocate(FrameHeader.MAX_BYTES + payloadBytes, direct);
  }

  /**
   * Encodes the frame.
   *
   * @return the buffer
   */
  @Benchmark
  public ByteBuffer encode() {
    FrameEncoder.putHeader(out.clear(), FIN_AND_BINARY, masked, 0x37FA213D, payloadBytes);
    if (masked) {
      FrameEncoder.putMasked(out, payload.rewind(), 0x37FA213D, 0);
    } else {
      out.put(payload.rewind());
    }
    return out;
  }
}
