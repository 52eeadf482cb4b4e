package io.github.baseframe.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.baseframe.benchmarks.load.Load;
import io.github.baseframe.benchmarks.load.LoadResult;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The load generator inflates what comes back compressed, and takes nothing but what it sent. */
class CompressedLoadTest {

  private static final Scenario ONE =
      new Scenario("one", "", Shape.COMPRESSED_ECHO, true, 1024, 1, 1, 1, 0);
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  private static final String AGREEMENT =
      "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover;"
          + " server_no_context_takeover\r\n";

  /** What a server makes of the compressed payload that it was sent. */
  private interface Answer {
    byte[] to(byte[] payload);
  }

  @Test
  void whoDoesNotAgreeToItIsNotMeasured() {
    assertThatIOException()
        .isThrownBy(() -> run("", payload -> payload, LONG))
        .withMessage("the server does not agree to permessage-deflate");
  }

  @Test
  void anAnswerThatIsNotCompressedIsFound() {
    assertThatIOException()
        .isThrownBy(() -> run(AGREEMENT, payload -> new byte[] {(byte) 0x81, 1, 'a'}, LONG))
        .withMessage("a frame begins with 81: not compressed text");
  }

  @Test
  void anotherMessageIsFound() {
    // RFC 7692 section 7.2.3.1.
    byte[] hello = {(byte) 0xC1, 7, (byte) 0xF2, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 7, 0};
    assertThatIOException()
        .isThrownBy(() -> run(AGREEMENT, payload -> hello, LONG))
        .withMessage("message 0 differs at byte 0");
  }

  @Test
  void brokenDataIsFound() {
    assertThatIOException()
        .isThrownBy(() -> run(AGREEMENT, payload -> new byte[] {(byte) 0xC1, 1, 7}, LONG))
        .withMessage("message 0 is no DEFLATE data");
  }

  @Test
  void aMessageMayComeBackInFragments() throws IOException {
    LoadResult result =
        run(
            AGREEMENT,
            payload -> {
              ByteArrayOutputStream frames = new ByteArrayOutputStream();
              putFrame(frames, 0x41, Arrays.copyOf(payload, 100));
              putFrame(frames, 0x00, new byte[0]);
              putFrame(frames, 0x80, Arrays.copyOfRange(payload, 100, payload.length));
              return frames.toByteArray();
            },
            SHORT);

    assertThat(result.messages()).isEqualTo(1);
  }

  private static void putFrame(ByteArrayOutputStream out, int firstByte, byte[] payload) {
    out.write(firstByte);
    if (payload.length < 126) {
      out.write(payload.length);
    } else {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.writeBytes(payload);
  }

  /** Runs against a server that answers the first message; as long as needed for it to come. */
  private static LoadResult run(String agreement, Answer answer, long nanos) throws IOException {
    try (ServerSocket acceptor = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread server = new Thread(() -> serve(acceptor, agreement, answer));
      server.setDaemon(true);
      server.start();
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", acceptor.getLocalPort());
      try (Load load = Load.open(ONE, address, false)) {
        LoadResult result = load.run(nanos);
        for (int i = 0; i < 200 && result.messages() == 0; i++) {
          result = load.run(nanos);
        }
        return result;
      }
    }
  }

  private static void serve(ServerSocket acceptor, String agreement, Answer answer) {
    try (Socket socket = acceptor.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (int end = 0; end != 0x0D0A0D0A; ) {
        end = end << 8 | in.readUnsignedByte();
      }
      String head =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
      out.write((head + agreement + "\r\n").getBytes(US_ASCII));
      out.write(answer.to(readFrame(in)));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The load generator is gone.
    }
  }

  /** Reads a masked frame of 126 bytes to 64 KiB. */
  private static byte[] readFrame(DataInputStream in) throws IOException {
    assertThat(in.readUnsignedByte()).isEqualTo(0xC1);
    assertThat(in.readUnsignedByte()).isEqualTo(0x80 | 126);
    byte[] payload = new byte[in.readUnsignedShort()];
    byte[] key = in.readNBytes(4);
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= key[i % 4];
    }
    return payload;
  }
}
