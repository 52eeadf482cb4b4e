package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A server as a user starts it, and a client that sends it bytes. */
class WebSocketServerTest {

  private static final WebSocketHandler ECHO =
      new WebSocketHandler() {
        @Override
        public void onText(WebSocketSession session, String text) {
          session.sendText(text);
        }

        @Override
        public void onBinary(WebSocketSession session, ByteBuffer payload) {
          session.sendBinary(payload);
        }
      };

  @Test
  void messagesComeBackAndTheServerClosesFirst() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/echo", ECHO).start();
        RawClient client = RawClient.open(server, "/echo")) {
      client.sendHex("8185" + "37fa213d" + "7f9f4d5158"); // "Hello" of RFC 6455 section 5.7
      assertThat(client.readHex(7)).isEqualTo("810548656c6c6f");
      client.sendHex("8882" + "00000000" + "03e8");
      assertThat(client.readHexToEnd()).isEqualTo("880203e8");
    }
  }
}
