package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.message.MessageTransform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** permessage-deflate alone, with the default settings of a server: one JSON message at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeflateBenchmark {

  private static final int SEED = 7692;
  private static final int MESSAGES = 64;

  @Param({"1024", "65536"})
  private int payloadBytes;

  @Param({"false", "true"})
  private boolean takeover;

  private ExtensionNegotiator negotiator;
  private MessageTransform server;
  private MessageTransform client;

  /** Sent round and round, so that with context takeover each follows on the same one always. */
  private final ByteBuffer[] messages = new ByteBuffer[MESSAGES];

  private final ByteBuffer[] payloads = new ByteBuffer[MESSAGES];
  private int next;
  private long bytes;

  /** For JMH. */
  public DeflateBenchmark() {}

  /**
   * Agrees on compression, and compresses the message.
   *
   * @throws ProtocolException never
   */
  @Setup
  public void setUp() throws ProtocolException {
    negotiator =
        PerMessageDeflate.defaults(Role.SERVER)
            .withContextTakeover(takeover, takeover)
            .newNegotiator();
    ExtensionNegotiator.Agreement agreement = negotiator.accept(negotiator.offers());
    server = agreement.transforms().get();
    client = negotiator.verify(List.of(agreement.extension())).transforms().get();
    SplittableRandom random = new SplittableRandom(SEED);
    Arrays.setAll(messages, i -> ByteBuffer.wrap(json(random, payloadBytes)));
    // The second time round, the first messages have something to refer back to as well.
    for (int i = 0; i < 2 * MESSAGES; i++) {
      payloads[i % MESSAGES] = encoded(messages[i % MESSAGES]);
      client.decode(payloads[i % MESSAGES].duplicate(), true, (piece, end) -> {});
    }
  }

  private static byte[] json(SplittableRandom random, int bytes) {
    StringBuilder text = new StringBuilder("[");
    while (text.length() < bytes) {
      text.append("{\"id\":").append(random.nextInt(1 << 20));
      text.append(",\"price\":").append(random.nextInt(50_000) / 100.0);
      text.append(",\"active\":").append(random.nextBoolean()).append("},");
    }
    return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private ByteBuffer encoded(ByteBuffer message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server.encode(
        Opcode.TEXT,
        message.rewind(),
        (piece, end) -> {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          out.writeBytes(copy);
        });
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** Gives everything back. */
  @TearDown
  public void tearDown() {
    server.close();
    client.close();
    negotiator.close();
  }

  /**
   * As a server sends.
   *
   * @return compressed bytes so far
   */
  @Benchmark
  public long compress() {
    next = (next + 1) % MESSAGES;
    server.encode(Opcode.TEXT, messages[next].rewind(), (piece, end) -> bytes += piece.remaining());
    return bytes;
  }

  /**
   * As a client receives.
   *
   * @return plain bytes so far
   * @throws ProtocolException never
   */
  @Benchmark
  public long decompress() throws ProtocolException {
    ByteBuffer payload = payloads[next].rewind();
    client.decode(payload, true, (piece, end) -> bytes += piece.remaining());
    next = (next + 1) % MESSAGES;
    return bytes;
  }
}
