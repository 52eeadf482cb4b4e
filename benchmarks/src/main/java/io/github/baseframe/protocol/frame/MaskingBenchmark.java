package io.github.baseframe.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
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

/** Masking alone, beside a plain copy of as many bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskingBenchmark {

  private static final int KEY = 0x37FA213D;

  @Param({"16", "125", "1024", "65536", "1048576"})
  private int payloadBytes;

  @Param({"false", "true"})
  private boolean direct;

  private byte[] source;
  private byte[] target;
  private ByteBuffer payload;
  private ByteBuffer out;
  private LongBuffer view;

  /** For JMH. */
  public MaskingBenchmark() {}

  /** Makes the buffers. */
  @Setup
  public void setUp() {
    source = Buffers.random(payloadBytes);
    target = new byte[payloadBytes];
    payload = Buffers.of(source, direct);
    out = Buffers.allocate(payloadBytes, direct);
    view = direct ? Masking.viewOf(payload) : null;
  }

  /**
   * What it is compared with, on arrays.
   *
   * @return the copy
   */
  @Benchmark
  public byte[] arraycopy() {
    System.arraycopy(source, 0, target, 0, payloadBytes);
    return target;
  }

  /**
   * What it is compared with, on buffers.
   *
   * @return the copy
   */
  @Benchmark
  public ByteBuffer put() {
    return out.clear().put(payload.rewind());
  }

  /**
   * As a receiver does it; what it reads with, it has a view of.
   *
   * @return the payload
   */
  @Benchmark
  public ByteBuffer maskInPlace() {
    if (view == null) {
      Masking.apply(payload, 0, payloadBytes, KEY, 1);
    } else {
      Masking.apply(payload, view, 0, payloadBytes, KEY, 1);
    }
    return payload;
  }

  /**
   * As a sender does it.
   *
   * @return the copy
   */
  @Benchmark
  public ByteBuffer maskWhileCopying() {
    Masking.copy(payload.rewind(), out.clear(), KEY, 1);
    return out;
  }
}
