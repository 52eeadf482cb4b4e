package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.conformance.interop.Conversation.End;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.HandshakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our client can do with any server. Each subclass runs it against that of one library. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(30)
abstract class ClientInteroperability {
  private static final int MEBIBYTE = 1 << 20;

  private ForeignServer server;
  private Conversation conversation;

  abstract ForeignServer start() throws Exception;

  @BeforeAll
  void startServer() throws Exception {
    server = start();
  }

  @AfterAll
  void stopServer() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @BeforeEach
  void beginConversation() {
    conversation = new Conversation();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MEBIBYTE})
  void textOfEveryLengthFormComesBack(int bytes) throws IOException {
    String text = "*".repeat(bytes);
    WebSocketSession session = connect();
    session.sendText(text);
    assertThat(conversation.text()).isEqualTo(text);
    session.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MEBIBYTE})
  void binaryOfEveryLengthFormComesBack(int bytes) throws IOException {
    byte[] payload = randomBytes(bytes);
    WebSocketSession session = connect();
    session.sendBinary(ByteBuffer.wrap(payload));
    assertThat(conversation.binary()).isEqualTo(payload);
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"κόσμε", "e\u0301 is not \u00e9", "\ud83d\udc69\u200d\ud83d\ude80", "שלום", "\0"})
  void textOfEveryScriptComesBack(String text) throws IOException {
    WebSocketSession session = connect();
    session.sendText(text);
    assertThat(conversation.text()).isEqualTo(text);
    session.close();
  }

  @Test
  void aMessageSentInFragmentsComesBackWhole() throws IOException {
    byte[] payload = randomBytes(MEBIBYTE);
    WebSocketSession session =
        connect(WebSocketClient.builder().maxOutgoingFrameBytes(10_000).build());
    session.sendBinary(ByteBuffer.wrap(payload));
    assertThat(conversation.binary()).isEqualTo(payload);
    session.close();
  }

  @Test
  void textMayBeCutInsideOfACharacter() throws IOException {
    WebSocketSession session = connect(WebSocketClient.builder().maxOutgoingFrameBytes(1).build());
    session.sendText("naïve 🐢");
    assertThat(conversation.text()).isEqualTo("naïve 🐢");
    session.close();
  }

  @Test
  void fragmentsOfTheServerArriveAsOneMessage() throws IOException {
    WebSocketSession session = connect();
    session.sendText("please fragment wh|olé|some 🐢");
    assertThat(conversation.text()).isEqualTo("wholésome 🐢");
    session.close();
  }

  @Test
  void messagesComeBackInTheirOrder() throws IOException {
    WebSocketSession session = connect();
    for (int i = 0; i < 1_000; i++) {
      assertThat(session.sendText("message " + i)).isIn(SendStatus.SENT, SendStatus.QUEUED);
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(conversation.text()).isEqualTo("message " + i);
    }
    session.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125})
  void thePongCarriesThePayloadOfOurPing(int bytes) throws IOException {
    String payload = "p".repeat(bytes);
    WebSocketSession session = connect();
    session.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8)));
    assertThat(conversation.pong()).isEqualTo(payload);
    session.close();
  }

  @Test
  void thePingOfTheServerIsAnsweredAndTold() throws IOException {
    WebSocketSession session = connect();
    session.sendText("please ping are you there?");
    assertThat(conversation.text()).isEqualTo("pong are you there?");
    assertThat(conversation.ping()).isEqualTo("are you there?");
    session.close();
  }

  @Test
  void theServerChoosesAmongTheSubprotocolsOffered() throws IOException {
    WebSocketSession session =
        connect(WebSocketClient.builder().subprotocols("v9.chat", "v2.chat").build());
    assertThat(session.subprotocol()).isEqualTo("v2.chat");
    assertThat(conversation.handshake().header("Sec-WebSocket-Protocol")).isEqualTo("v2.chat");
    session.close();
  }

  @Test
  void withoutAnOfferThereIsNeitherSubprotocolNorExtension() throws IOException {
    WebSocketSession session = connect(WebSocketClient.builder().noCompression().build());
    assertThat(session.subprotocol()).isNull();
    assertThat(conversation.handshake().headers("Sec-WebSocket-Extensions")).isEmpty();
    session.close();
  }

  @Test
  void headersReachTheServer() throws IOException {
    WebSocketSession session =
        connect(WebSocketClient.builder().header("X-Greeting", "good morning").build());
    session.sendText("please tell x-greeting");
    assertThat(conversation.text()).isEqualTo("good morning");
    session.close();
  }

  @ParameterizedTest
  @CsvSource({"1000,done", "1001,gone", "1011,überrascht 🐢", "3000,library", "4999,application"})
  void ourCloseReachesTheServerAndIsAnswered(int code, String reason) throws IOException {
    connect().close(code, reason);
    server.awaitClose(new CloseReason(code, reason));
    End end = conversation.end();
    assertThat(end.clean()).isTrue();
    assertThat(end.reason().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"1000,''", "1001,gone", "1011,überrascht 🐢", "3000,library", "4999,application"})
  void theCloseOfTheServerReachesUs(int code, String reason) throws IOException {
    connect().sendText("please close " + code + " " + reason);
    assertThat(conversation.end()).isEqualTo(End.clean(code, reason));
  }

  @Test
  void aCloseWithoutACodeIs1005() throws IOException {
    connect().sendText("please close");
    assertThat(conversation.end()).isEqualTo(new End(CloseReason.NO_STATUS, true));
  }

  @Test
  void aConnectionThatTheServerCutsIs1006() throws IOException {
    connect().sendText("please cut");
    assertThat(conversation.end()).isEqualTo(new End(CloseReason.ABNORMAL, false));
  }

  @Test
  void aMessageBeyondOurLimitFailsTheConnectionWith1009() throws IOException {
    WebSocketClient small =
        WebSocketClient.builder().limits(Limits.DEFAULT.withMaxMessageBytes(1_000)).build();
    connect(small).sendBinary(ByteBuffer.allocate(1_001));
    CloseReason reason = conversation.end().reason();
    assertThat(reason.code()).isEqualTo(CloseCode.MESSAGE_TOO_BIG);
    server.awaitClose(reason);
  }

  @ParameterizedTest
  @CsvSource({"/missing,404", "/forbidden,403"})
  void aRefusedHandshakeIsAnExceptionThatTellsTheStatus(String path, int status) {
    assertThatThrownBy(
            () -> WebSocketClient.builder().build().connect(server.uri(path), conversation))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(status))
        .cause()
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  private WebSocketSession connect() throws IOException {
    return connect(WebSocketClient.builder().build());
  }

  private WebSocketSession connect(WebSocketClient client) throws IOException {
    return client.connect(server.uri("/echo"), conversation);
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
