package io.github.baseframe.server.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the program serves, seen by the JDK's own client. */
class ProgramPathsTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private WebSocketServer server;

  @BeforeEach
  void start() throws IOException {
    server = ServerMain.start(ServerArguments.parse("--port", "0", "--loops", "2"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One connection, and what comes in on it. */
  private static final class Client implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private WebSocket socket;

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      received.add(data.toString());
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      received.add("binary of " + data.remaining());
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      received.add("close " + code);
      return null;
    }

    Client send(String text) {
      socket.sendText(text, true).join();
      return this;
    }

    String next() throws InterruptedException {
      return received.poll(10, TimeUnit.SECONDS);
    }

    void close() {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }

  private Client connect(String path) {
    Client client = new Client();
    client.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), client)
            .join();
    return client;
  }

  @Test
  void rootAndEchoSendEverythingBack() throws Exception {
    for (String path : List.of("/", "/echo")) {
      Client client = connect(path);
      assertThat(client.send("hé 😀").next()).isEqualTo("hé 😀");
      client.socket.sendBinary(ByteBuffer.allocate(3), true).join();
      assertThat(client.next()).isEqualTo("binary of 3");
      client.close();
      assertThat(client.next()).isEqualTo("close 1000");
    }
  }

  @Test
  void broadcastSendsEverythingToEveryoneTheSenderIncluded() throws Exception {
    Client one = connect("/broadcast");
    Client other = connect("/broadcast");
    one.send("warm up");
    assertThat(one.next()).isEqualTo("warm up");

    other.send("hi");
    other.socket.sendBinary(ByteBuffer.allocate(5), true).join();

    assertThat(one.next()).isIn("hi", "warm up");
    one.close();
    String first = other.next();
    assertThat(first).isIn("hi", "warm up");
    other.close();
  }

  @Test
  void theChatTellsEveryoneTheSame() throws Exception {
    Client ada = connect("/chat");
    assertThat(ada.next())
        .isEqualTo(
            "{'type':'welcome','id':'1','nick':'guest 1','participants':[{'id':'1','nick':'guest 1'}]}"
                .replace('\'', '"'));
    ada.send(json("{'type':'nick','nick':' Ada '}"));
    assertThat(ada.next()).isEqualTo(json("{'type':'nick','id':'1','nick':'Ada','old':'guest 1'}"));

    Client bob = connect("/chat");
    assertThat(bob.next())
        .isEqualTo(
            json(
                "{'type':'welcome','id':'2','nick':'guest 2','participants':"
                    + "[{'id':'1','nick':'Ada'},{'id':'2','nick':'guest 2'}]}"));
    assertThat(ada.next()).isEqualTo(json("{'type':'join','id':'2','nick':'guest 2'}"));
    bob.send(json("{'type':'message','text':'hé 😀 <b>'}"));
    String message = json("{'type':'message','id':'2','nick':'guest 2','text':'hé 😀 <b>'}");
    assertThat(ada.next()).isEqualTo(message);
    assertThat(bob.next()).isEqualTo(message);
    bob.close();
    assertThat(ada.next()).isEqualTo(json("{'type':'leave','id':'2','nick':'guest 2'}"));
    ada.close();
  }

  @Test
  void theChatAnswersNonsenseWithAnErrorAndGoesOn() throws Exception {
    Client client = connect("/chat");
    client.next();
    for (String nonsense :
        List.of(
            "",
            "{",
            "[1]",
            "{}",
            json("{'type':'leave'}"),
            json("{'type':'nick'}"),
            json("{'type':'nick','nick':'  '}"),
            json("{'type':'nick','nick':'a\\u0007b'}"),
            json("{'type':'nick','nick':'" + "x".repeat(33) + "'}"),
            json("{'type':'message','text':''}"),
            json("{'type':'message','text':'" + "x".repeat(4001) + "'}"),
            json("{'type':'message','text':'\\ud800'}"))) {
      assertThat(client.send(nonsense).next()).startsWith(json("{'type':'error','error':'"));
    }
    String longest = "😀".repeat(4000);
    client.send(json("{'type':'message','text':'" + longest + "'}"));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("}")) {
      answer.append(client.next());
    }
    assertThat(answer).contains(longest);
    client.socket.sendBinary(ByteBuffer.allocate(1), true).join();
    assertThat(client.next()).isEqualTo("close 1003");
  }

  private static String json(String withApostrophes) {
    return withApostrophes.replace('\'', '"');
  }

  @Test
  void thePageRunsItsOwnScriptAndNothingElse() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/")).build();
    HttpResponse<String> page = http.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src '" + hash(page.body(), "script") + "'")
        .contains("style-src '" + hash(page.body(), "style") + "'")
        .doesNotContain("unsafe");
    for (String id : List.of("nick", "message", "send", "log", "status")) {
      assertThat(page.body()).contains("id=\"" + id + "\"");
    }
    assertThat(page.body()).doesNotContain("http://", "https://", "style=\"", "onclick");
  }

  private static String hash(String page, String element) throws Exception {
    String text = page.split("<" + element + ">")[1].split("</" + element + ">")[0];
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
