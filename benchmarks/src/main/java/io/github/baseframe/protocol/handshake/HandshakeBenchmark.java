package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The opening handshake at a server, with a request as browsers send it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandshakeBenchmark {

  private static final String REQUEST =
      String.join(
          "\r\n",
          "GET /chat?room=42 HTTP/1.1",
          "Host: server.example.com:8080",
          "Connection: Upgrade",
          "Pragma: no-cache",
          "Cache-Control: no-cache",
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
          "Upgrade: websocket",
          "Origin: http://server.example.com:8080",
          "Sec-WebSocket-Version: 13",
          "Accept-Encoding: gzip, deflate, br",
          "Accept-Language: en-US,en;q=0.9",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
          "",
          "");

  private final ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1));
  private HttpHead head;

  /** For JMH. */
  public HandshakeBenchmark() {}

  /**
   * Parses the head for {@link #answer}.
   *
   * @throws HandshakeException never
   */
  @Setup
  public void setUp() throws HandshakeException {
    head = parse();
  }

  /**
   * Reads the request.
   *
   * @return its head
   * @throws HandshakeException never
   */
  @Benchmark
  public HttpHead parse() throws HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(Role.SERVER, HttpLimits.DEFAULT);
    parser.parse(request.rewind());
    return parser.head();
  }

  /**
   * Judges the request and makes the response.
   *
   * @return the response
   * @throws HandshakeException never
   */
  @Benchmark
  public byte[] answer() throws HandshakeException {
    return ServerHandshake.accept(head, HandshakeSettings.DEFAULT).response().toBytes();
  }
}
