package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.interop.Conversation.End;
import io.github.baseframe.protocol.CloseReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server with the client of the JDK, {@code java.net.http.WebSocket}. */
@Timeout(30)
class ServerWithJdkClientTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Received received = new Received();
  private BaseframeServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new BaseframeServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MEBIBYTE})
  void textOfEveryLengthFormComesBack(int bytes) {
    String text = "*".repeat(bytes);
    WebSocket client = connect();
    client.sendText(text, true).join();
    assertThat(received.text()).isEqualTo(text);
    client.abort();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MEBIBYTE})
  void binaryOfEveryLengthFormComesBack(int bytes) {
    byte[] payload = randomBytes(bytes);
    WebSocket client = connect();
    client.sendBinary(ByteBuffer.wrap(payload), true).join();
    assertThat(received.binary()).isEqualTo(payload);
    client.abort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"κόσμε", "e\u0301 is not \u00e9", "\ud83d\udc69\u200d\ud83d\ude80", "שלום", "\0"})
  void textOfEveryScriptComesBack(String text) {
    WebSocket client = connect();
    client.sendText(text, true).join();
    assertThat(received.text()).isEqualTo(text);
    client.abort();
  }

  @Test
  void aMessageSentInPartsComesBackWhole() {
    WebSocket client = connect();
    String part = "naïve 🐢".repeat(1_000);
    for (int i = 0; i < 99; i++) {
      client.sendText(part, false).join();
    }
    client.sendText(part, true).join();
    assertThat(received.text()).isEqualTo(part.repeat(100));
    client.abort();
  }

  @Test
  void aPingBetweenFragmentsIsAnsweredAtOnce() {
    WebSocket client = connect();
    client.sendText("wh", false).join();
    client.sendPing(utf8("between")).join();
    assertThat(received.pong()).isEqualTo("between");
    client.sendText("ole", true).join();
    assertThat(received.text()).isEqualTo("whole");
    client.abort();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125})
  void thePongCarriesThePayloadOfThePing(int bytes) {
    String payload = "p".repeat(bytes);
    WebSocket client = connect();
    client.sendPing(utf8(payload)).join();
    assertThat(received.pong()).isEqualTo(payload);
    client.abort();
  }

  @Test
  void thePingOfOurServerIsAnswered() {
    WebSocket client = connect();
    client.sendText("please ping are you there?", true).join();
    assertThat(received.text()).isEqualTo("pong are you there?");
    client.abort();
  }

  @Test
  void ourServerChoosesAmongTheSubprotocolsOffered() {
    WebSocket client = connect(HTTP.newWebSocketBuilder().subprotocols("v9.chat", "v1.chat"));
    assertThat(client.getSubprotocol()).isEqualTo("v1.chat");
    client.abort();
  }

  @Test
  void headersReachOurServer() {
    WebSocket client = connect(HTTP.newWebSocketBuilder().header("X-Greeting", "good morning"));
    client.sendText("please tell x-greeting", true).join();
    assertThat(received.text()).isEqualTo("good morning");
    client.abort();
  }

  @ParameterizedTest
  @CsvSource({"1000,done", "1001,gone", "3000,library", "4999,überrascht 🐢"})
  void theCloseOfTheClientReachesOurServerAndIsAnswered(int code, String reason) {
    connect().sendClose(code, reason).join();
    assertThat(server.awaitEnd()).isEqualTo(End.clean(code, reason));
    assertThat(received.close().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"1000,done", "1001,gone", "1011,überrascht 🐢", "3000,library", "4999,application"})
  void theCloseOfOurServerReachesTheClientAndIsAnswered(int code, String reason) {
    connect().sendText("please close " + code + " " + reason, true).join();
    assertThat(received.close()).isEqualTo(new CloseReason(code, reason));
    assertThat(server.awaitEnd().clean()).isTrue();
  }

  @Test
  void aServerThatStopsSays1001() {
    connect();
    server.close();
    assertThat(received.close().code()).isEqualTo(1001);
  }

  @Test
  void anAbortIs1006AtOurServer() {
    connect().abort();
    assertThat(server.awaitEnd()).isEqualTo(new End(CloseReason.ABNORMAL, false));
  }

  @ParameterizedTest
  @CsvSource({"/missing,404", "/forbidden,403"})
  void aRefusalTellsItsStatus(String path, int status) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().header("Origin", "https://evil.example");
    assertThatThrownBy(() -> builder.buildAsync(URI.create(server.uri(path)), received).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
  }

  private WebSocket connect() {
    return connect(HTTP.newWebSocketBuilder());
  }

  private WebSocket connect(WebSocket.Builder builder) {
    return builder.buildAsync(URI.create(server.uri("/echo")), received).join();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** What the client was told; parts of a message are put together. */
  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> closes = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket client, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      client.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket client, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        binaries.add(binary.toByteArray());
        binary.reset();
      }
      client.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket client, ByteBuffer payload) {
      pongs.add(UTF_8.decode(payload).toString());
      client.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket client, int code, String reason) {
      closes.add(new CloseReason(code, reason));
      return null; // The JDK answers with the same code.
    }

    String text() {
      return Waiting.next(texts, "a text message");
    }

    byte[] binary() {
      return Waiting.next(binaries, "a binary message");
    }

    String pong() {
      return Waiting.next(pongs, "a pong");
    }

    CloseReason close() {
      return Waiting.next(closes, "the close");
    }
  }
}
