package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client compresses for, and inflates what comes from, the servers of others. */
@Timeout(120)
class ClientCompressionTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static PerMessageDeflate settings() {
    return PerMessageDeflate.defaults(Role.CLIENT).withMinMessageBytes(0);
  }

  private static WebSocketClient client(PerMessageDeflate settings) {
    return WebSocketClient.builder()
        .limits(Limits.DEFAULT.withMaxMessageBytes(4 << 20))
        .compression(settings)
        .build();
  }

  private static String extensions(Conversation conversation) {
    return conversation.handshake().header("Sec-WebSocket-Extensions");
  }

  private static void assertEchoes(WebSocketSession session, Conversation conversation, int size) {
    for (String text : List.of(Payloads.json(size), Payloads.prose(size))) {
      session.sendText(text);
      assertThat(conversation.text().equals(text)).as("%s bytes of text", size).isTrue();
    }
    byte[] noise = Payloads.noise(size);
    session.sendBinary(ByteBuffer.wrap(noise));
    assertThat(conversation.binary()).isEqualTo(noise);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void jetty(boolean serverTakeover, boolean clientTakeover) throws Exception {
    JettyServer server = new JettyServer();
    try {
      Conversation conversation = new Conversation();
      WebSocketSession session =
          client(settings().withContextTakeover(serverTakeover, clientTakeover))
              .connect(server.uri("/echo"), conversation);
      assertThat(extensions(conversation)).startsWith("permessage-deflate");
      for (int size : Payloads.SIZES) {
        assertEchoes(session, conversation, size);
      }
      session.close();
    } finally {
      server.stop();
    }
  }

  /**
   * The options, named as those of ws, that make a server agree to this; 0 for windows of which
   * nothing is said.
   */
  private static ObjectNode options(
      boolean serverTakeover, boolean clientTakeover, int serverBits, int clientBits) {
    ObjectNode options = JSON.createObjectNode().put("threshold", 0);
    options.put("serverNoContextTakeover", !serverTakeover);
    options.put("clientNoContextTakeover", !clientTakeover);
    if (serverBits > 0) {
      options.put("serverMaxWindowBits", serverBits);
    }
    if (clientBits > 0) {
      options.put("clientMaxWindowBits", clientBits);
    }
    return options;
  }

  /** With 8 bits ws can inflate only: node deflates with 9 then, without a word. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void wsWithAllParameters(boolean serverTakeover, boolean clientTakeover) throws Exception {
    NodeScripts.requireNode();
    try (ChildProcess node = NodeScripts.start("ws-compression-server.mjs")) {
      int port = NodeScripts.parse(node.line()).get("port").asInt();
      for (int serverBits : new int[] {0, 9, 10, 11, 12, 13, 14, 15}) {
        for (int clientBits : new int[] {0, 8, 9, 10, 11, 12, 13, 14, 15}) {
          converse(port, options(serverTakeover, clientTakeover, serverBits, clientBits), 8 << 10);
        }
      }
      for (int size : Payloads.SIZES) {
        converse(port, options(serverTakeover, clientTakeover, 0, 0), size);
        converse(port, options(serverTakeover, clientTakeover, 9, 8), size);
      }
    }
  }

  /** For itself websockets cannot do 8 bits: zlib refuses to compress with them. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void pythonWebsocketsWithAllParameters(boolean serverTakeover, boolean clientTakeover)
      throws Exception {
    PythonScripts.missing().ifPresent(NodeScripts::skip);
    try (ChildProcess python = ChildProcess.start(PythonScripts.command("compression_server.py"))) {
      int port = NodeScripts.parse(python.line()).get("port").asInt();
      for (int serverBits : new int[] {0, 9, 10, 11, 12, 13, 14, 15}) {
        for (int clientBits : new int[] {0, 8, 9, 10, 11, 12, 13, 14, 15}) {
          converse(port, options(serverTakeover, clientTakeover, serverBits, clientBits), 8 << 10);
        }
      }
      for (int size : Payloads.SIZES) {
        converse(port, options(serverTakeover, clientTakeover, 0, 0), size);
        converse(port, options(serverTakeover, clientTakeover, 9, 8), size);
      }
    }
  }

  private static void converse(int port, ObjectNode options, int size) throws IOException {
    Conversation conversation = new Conversation();
    String uri = "ws://127.0.0.1:" + port + "/?" + URLEncoder.encode(options.toString(), UTF_8);
    WebSocketSession session = client(settings()).connect(uri, conversation);
    String extensions = extensions(conversation);
    assertThat(extensions).startsWith("permessage-deflate");
    for (String side : List.of("server", "client")) {
      assertThat(extensions.contains(side + "_no_context_takeover"))
          .isEqualTo(options.get(side + "NoContextTakeover").asBoolean());
      JsonNode bits = options.get(side + "MaxWindowBits");
      if (bits != null) {
        assertThat(extensions).contains(side + "_max_window_bits=" + bits.asInt());
      }
    }
    assertEchoes(session, conversation, size);
    assertEchoes(session, conversation, size);

    session.sendText("please count");
    JsonNode onTheWire = NodeScripts.parse(conversation.text());
    // Twice JSON and prose, which get a lot smaller, and noise, which does not.
    assertThat(onTheWire.get("read").asLong()).isLessThan(4L * size);
    assertThat(onTheWire.get("written").asLong()).isLessThan(4L * size);
    session.close();
  }

  @Test
  void aServerThatAgreesToNothingGetsNothingCompressed() throws Exception {
    NettyServer server = new NettyServer();
    try {
      Conversation conversation = new Conversation();
      WebSocketSession session = client(settings()).connect(server.uri("/echo"), conversation);
      assertThat(extensions(conversation)).isNull();
      assertEchoes(session, conversation, 8 << 10);
      session.close();
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void theProgramsEchoWhateverTheFlagSays(String compression) throws Exception {
    String text = "again ".repeat(1000);
    try (ServerProgram server = new ServerProgram("--compression", compression);
        ChildProcess client =
            ChildProcess.startJava(
                "io.github.baseframe.client.ClientMain", server.uri("/echo"), "--once", text)) {
      assertThat(client.line()).isEqualTo(text);
      assertThat(client.exitStatus()).isZero();
    }
  }
}
