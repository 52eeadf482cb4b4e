package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.Utf8;
import io.github.baseframe.protocol.frame.Buffers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

/** Validation of UTF-8 and decoding to a string, beside a plain copy of as many bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Utf8Benchmark {

  /** What the text is made of. */
  public enum Script {
    /** One byte a character. */
    ASCII("The quick brown fox jumps over the lazy dog. "),
    /** Three bytes a character. */
    CHINESE("\u5929\u5730\u7384\u9ec4\u5b87\u5b99\u6d2a\u8352"),
    /** Four bytes a character. */
    EMOJI("\ud83d\ude00\ud83d\ude80\ud83c\udf0d\ud83c\udf89");

    private final String sample;

    Script(String sample) {
      this.sample = sample;
    }

    /**
     * Repeats the sample.
     *
     * @param atMostBytes the size in UTF-8
     * @return as many samples as fit
     */
    public byte[] text(int atMostBytes) {
      int times = atMostBytes / sample.getBytes(StandardCharsets.UTF_8).length;
      return sample.repeat(times).getBytes(StandardCharsets.UTF_8);
    }
  }

  @Param({"ASCII", "CHINESE", "EMOJI"})
  private Script script;

  @Param({"125", "1024", "65536"})
  private int atMostBytes;

  @Param({"false", "true"})
  private boolean direct;

  private final Utf8Validator validator = new Utf8Validator();
  private ByteBuffer text;
  private ByteBuffer out;

  /** For JMH. */
  public Utf8Benchmark() {}

  /** Makes the text. */
  @Setup
  public void setUp() {
    byte[] bytes = script.text(atMostBytes);
    text = Buffers.of(bytes, direct);
    out = Buffers.allocate(bytes.length, direct);
  }

  /**
   * What it is compared with.
   *
   * @return the copy
   */
  @Benchmark
  public ByteBuffer put() {
    return out.clear().put(text.rewind());
  }

  /**
   * Validates the text.
   *
   * @return true
   */
  @Benchmark
  public boolean validate() {
    return validator.validate(text.rewind());
  }

  /**
   * Decodes the text, which is valid.
   *
   * @return the text
   */
  @Benchmark
  public String decode() {
    return Utf8.decode(text.rewind());
  }
}
