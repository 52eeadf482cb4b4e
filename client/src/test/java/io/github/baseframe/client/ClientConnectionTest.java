package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.SendStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over an open connection, both ways. */
@Timeout(30)
class ClientConnectionTest {
  private final WebSocketClient client = WebSocketClient.builder().build();
  private final RecordingHandler handler = new RecordingHandler();
  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void messagesGoBothWays() throws Exception {
    ScriptedServer.Opened opened = server.open(client, handler);
    assertThat(handler.next()).isEqualTo("open");

    assertThat(opened.session().sendText("Hello")).isEqualTo(SendStatus.SENT);
    assertThat(opened.peer().readFrame().hex()).isEqualTo("81 48656c6c6f");
    assertThat(opened.session().sendBinary(ByteBuffer.wrap(new byte[] {1, 2})))
        .isEqualTo(SendStatus.SENT);
    assertThat(opened.peer().readFrame().hex()).isEqualTo("82 0102");

    opened.peer().sendHex("810548656c6c6f" + "82020304");
    assertThat(handler.next()).isEqualTo("text Hello");
    assertThat(handler.next()).isEqualTo("binary 0304");
  }

  @Test
  void framesThatCameWithTheResponseAreNotLost() throws Exception {
    server.open(client, handler, "810548656c6c6f" + "8900");

    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("text Hello");
    assertThat(handler.next()).isEqualTo("ping");
  }
}
