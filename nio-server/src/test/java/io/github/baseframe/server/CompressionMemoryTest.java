package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.NativeMemory;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections hold outside of the heap is given back, whenever and however they end. */
class CompressionMemoryTest {

  private static final int CONNECTIONS = 10_000;
  private static final int AT_ONCE = 500;
  private static final int LOOPS = 2;

  private static final byte[] TEXT = "What is said again and again. ".repeat(100).getBytes(UTF_8);
  private static final byte[] COMPRESSED = CompressedClient.deflate(TEXT);
  private static final byte[] BOMB = CompressedClient.deflate(new byte[4 << 20]);

  private final LogCapture log = new LogCapture();

  @AfterEach
  void stopLogging() {
    log.close();
  }

  /** Something that may fail. */
  private interface Action {
    void accept(CompressedClient client) throws Exception;
  }

  /** What connections are in the middle of when they end. */
  private static final List<Action> STATES =
      List.of(
          client -> {},
          client -> {
            client.sendFrame(0xc1, COMPRESSED);
            client.readFrame();
          },
          client -> client.sendFrame(0x41, COMPRESSED),
          client -> client.sendFrame(0x41, new byte[0]),
          client -> client.sendFrame(0x41, Arrays.copyOf(COMPRESSED, 20)),
          client -> client.send(withoutLastBytes(CompressedClient.frame(0xc1, COMPRESSED))),
          client -> client.sendFrame(0x41, COMPRESSED).sendFrame(0x89, new byte[] {1}),
          client -> client.sendFrame(0x81, "flood".getBytes(UTF_8)),
          client -> client.sendFrame(0x81, "close".getBytes(UTF_8)).sendFrame(0x41, COMPRESSED),
          client -> client.sendFrame(0x81, "throw".getBytes(UTF_8)).sendFrame(0x41, COMPRESSED));

  /** How connections end: by a reset, by the end of TCP, cleanly, and failed by the server. */
  private static final List<Action> ENDINGS =
      List.of(
          CompressedClient::reset,
          CompressedClient::close,
          client -> client.socket().shutdownOutput(),
          client -> awaitCloseAndEnd(client.sendFrame(0x88, new byte[0])),
          client -> awaitCloseAndEnd(client.sendFrame(0x83, new byte[0])),
          client -> awaitCloseAndEnd(client.sendFrame(0x80, new byte[] {-1, -1, -1, -1})),
          client -> awaitCloseAndEnd(client.sendFrame(0xc2, BOMB)),
          client -> client.sendFrame(0x83, new byte[0]).reset());

  private static void awaitCloseAndEnd(CompressedClient client) throws IOException {
    client.awaitClose();
    client.close();
  }

  /** So few are missing that the next frame completes this one, and nobody waits in vain. */
  private static byte[] withoutLastBytes(byte[] frame) {
    return Arrays.copyOf(frame, frame.length - 6);
  }

  /** Echoes, and does what the states need the server for. */
  private static final class Obliging extends EchoHandler {
    private final byte[] noise = new byte[256 << 10];

    Obliging() {
      new Random(1).nextBytes(noise);
    }

    @Override
    public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
      switch (utf8.remaining() == 5 ? UTF_8.decode(utf8.duplicate()).toString() : "") {
        case "flood" -> session.sendBinary(ByteBuffer.wrap(noise));
        case "close" -> session.close(CloseCode.NORMAL, "");
        case "throw" -> throw new IllegalStateException("broken");
        default -> super.onUtf8Text(session, utf8);
      }
    }
  }

  private static WebSocketServer start(WatchedCompression compression) throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(LOOPS)
        .extension(compression::newNegotiator)
        .limits(Limits.DEFAULT.withMaxMessageBytes(1 << 20))
        .route("/", new Obliging())
        .start();
  }

  private static WatchedCompression compression(boolean takeover) {
    return new WatchedCompression(
        PerMessageDeflate.defaults(Role.SERVER).withContextTakeover(takeover, takeover));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionsThatAreKilledInEveryStateGiveAllOfItBack(boolean takeover) throws Exception {
    WatchedCompression compression = compression(takeover);
    WebSocketServer server = start(compression);
    int state = 0;
    for (int i = 0; i < CONNECTIONS; i += AT_ONCE) {
      List<CompressedClient> clients = new ArrayList<>();
      for (int j = 0; j < AT_ONCE; j++) {
        CompressedClient client = CompressedClient.open(server);
        STATES.get(state++ % STATES.size()).accept(client);
        clients.add(client);
      }
      // So that it can be seen at all: four of the ten states are inside of compressed messages.
      Await.until("messages are under way", () -> compression.alive() >= AT_ONCE * 4 / 10);

      for (int j = 0; j < AT_ONCE; j++) {
        kill(clients.get(j), ENDINGS.get(j / STATES.size() % ENDINGS.size()));
      }
      Await.until("all connections ended", () -> server.openConnections() == 0);
      assertThat(compression.alive()).isLessThanOrEqualTo(LOOPS * NativeMemory.MAX_KEPT);
      for (CompressedClient client : clients) {
        client.close();
      }
    }
    server.close();

    assertThat(compression.alive()).isZero();
  }

  private static void kill(CompressedClient client, Action ending) throws Exception {
    try {
      ending.accept(client);
    } catch (IOException e) {
      // The server was first.
      client.reset();
    }
  }

  @Test
  void theStopOfTheServerGivesAllOfItBack() throws Exception {
    WatchedCompression compression = compression(true);
    WebSocketServer server = start(compression);
    List<CompressedClient> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      CompressedClient client = CompressedClient.open(server);
      client.sendFrame(0x41, COMPRESSED);
      clients.add(client);
    }
    Await.until("messages are under way", () -> compression.alive() == 100);

    Thread stop = new Thread(server::close);
    stop.start();
    for (CompressedClient client : clients) {
      assertThat(client.readCloseCode()).isEqualTo(1001);
      client.close();
    }
    stop.join();

    assertThat(compression.alive()).isZero();
  }
}
