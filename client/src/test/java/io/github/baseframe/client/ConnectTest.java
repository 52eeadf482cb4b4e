package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The way to an open connection, and what is left of one that failed: nothing. */
class ConnectTest extends ScriptedTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private static Throwable failureOf(CompletableFuture<?> connecting) {
    Throwable thrown = catchThrowable(() -> ScriptedServer.get(connecting));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  /** Answers the request of a client, which then has to give up. */
  private Throwable failureAfter(WebSocketClient client, String response) throws Exception {
    CompletableFuture<?> connecting = ScriptedServer.connect(client, server.uri(), handler);
    ScriptedPeer peer = server.accept();
    String request = peer.readHead();
    peer.send(response.replace("ACCEPT", ScriptedServer.accept(request)));
    Throwable failure = failureOf(connecting);
    assertThat(peer.read()).as("the client's stream ends").isEqualTo(-1);
    assertNothingRemains();
    return failure;
  }

  private Throwable failureAfter(String response) throws Exception {
    return failureAfter(builder().build(), response);
  }

  private void assertNothingRemains() throws InterruptedException {
    awaitEndOfLoops();
    assertThat(handler.nextIfAny()).isNull();
  }

  private static final String AGREEMENT =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "Upgrade: websocket\r\n"
          + "Connection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: ACCEPT\r\n";

  @Test
  void theRequestSaysWhatIsAskedFor() throws Exception {
    WebSocketClient client =
        builder()
            .header("Origin", "https://example.com")
            .header("Authorization", "Bearer t")
            .subprotocols("chat.v2", "chat.v1")
            .build();
    CompletableFuture<?> connecting =
        ScriptedServer.connect(client, server.uri() + "a%20b?c=d", handler);
    ScriptedPeer peer = server.accept();

    String request = peer.readHead();
    peer.send(ScriptedPeer.response(request, "Sec-WebSocket-Protocol: chat.v1\r\n"));

    assertThat(request)
        .startsWith("GET /a%20b?c=d HTTP/1.1\r\n")
        .contains("Host: 127.0.0.1:" + server.port() + "\r\n")
        .contains("Upgrade: websocket\r\n")
        .contains("Connection: Upgrade\r\n")
        .contains("Sec-WebSocket-Version: 13\r\n")
        .contains("Origin: https://example.com\r\n")
        .contains("Authorization: Bearer t\r\n")
        .contains("Sec-WebSocket-Protocol: chat.v2, chat.v1\r\n");
    assertThat(ScriptedServer.get(connecting)).extracting("subprotocol").isEqualTo("chat.v1");
    assertThat(handler.next()).isEqualTo("open");
  }

  @Test
  void everyConnectionHasAKeyOfItsOwn() throws Exception {
    WebSocketClient client = builder().build();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ScriptedServer.connect(client, server.uri(), handler);
      keys.add(ScriptedServer.accept(server.accept().readHead()));
    }
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void anIpv6AddressIsConnectedTo() throws Exception {
    ServerSocket listener;
    try {
      listener = new ServerSocket(0, 1, InetAddress.getByName("::1"));
    } catch (IOException e) {
      assumeTrue(false, "this machine has no IPv6 loopback address");
      return;
    }
    try (ScriptedServer ipv6 = new ScriptedServer(listener)) {
      var connecting =
          ScriptedServer.connect(builder().build(), "ws://[::1]:" + ipv6.port(), handler);
      String request = ipv6.accept().agree("");

      assertThat(request).contains("Host: [::1]:" + ipv6.port() + "\r\n");
      assertThat(ScriptedServer.get(connecting).peerAddress())
          .isEqualTo(new InetSocketAddress("::1", ipv6.port()));
    }
  }

  @Test
  void everyAddressOfAHostIsTried() throws Exception {
    assumeTrue(
        InetAddress.getAllByName("localhost").length > 1,
        "localhost has only one address on this machine");
    CompletableFuture<?> connecting =
        ScriptedServer.connect(builder().build(), "ws://localhost:" + server.port() + "/", handler);
    server.accept().agree("");

    assertThat(ScriptedServer.get(connecting)).isNotNull();
  }

  @Test
  void nobodyIsAskedForAProxy() throws Exception {
    ProxySelector usual = ProxySelector.getDefault();
    List<URI> asked = new CopyOnWriteArrayList<>();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    try {
      server.open(builder().build(), handler);
    } finally {
      ProxySelector.setDefault(usual);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsNoWebSocketUriIsRefusedBeforeAnythingIsDone() {
    for (String uri : List.of("http://h/", "ws://u@h/", "ws://h/#f", "ws://h:0/", "ws://h/ä")) {
      assertThatThrownBy(() -> builder().build().connect(uri, handler))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not a WebSocket URI");
    }
  }

  @Test
  void aRefusedConnectionNamesTheAddress() throws Exception {
    int port = server.port();
    server.close();

    assertThatThrownBy(() -> builder().build().connect("ws://127.0.0.1:" + port + "/", handler))
        .isInstanceOf(ConnectException.class)
        .hasMessageStartingWith("cannot connect to 127.0.0.1:" + port + ": ");
    assertNothingRemains();
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(() -> builder().build().connect("ws://nowhere.invalid/", handler))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  @Test
  void aTcpConnectionThatIsNotAcceptedEndsAtTheConnectTimeout() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "only Linux is known to ignore connections that a full backlog has no room for");
    WebSocketClient client = builder().connectTimeout(SHORT).build();
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 2; i++) {
        filling.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      assertThatThrownBy(
              () -> client.connect("ws://127.0.0.1:" + full.getLocalPort() + "/", handler))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageStartingWith("cannot connect to 127.0.0.1:" + full.getLocalPort() + ": ");
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
    assertNothingRemains();
  }

  @Test
  void aServerThatNeverAnswersEndsAtTheHandshakeTimeout() throws Exception {
    WebSocketClient client = builder().handshakeTimeout(SHORT).build();

    Throwable failure = failureAfter(client, "");

    assertThat(failure)
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("the opening handshake took too long");
  }

  @Test
  void aServerThatDripsItsAnswerEndsAtTheHandshakeTimeout() throws Exception {
    WebSocketClient client = builder().handshakeTimeout(SHORT).build();
    CompletableFuture<?> connecting = ScriptedServer.connect(client, server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.readHead();
    peer.send("HTTP/1.1 101 Switching Protocols\r\nX: ");

    // Each byte comes in time for a timeout that would start anew with every read.
    peer.socket().setSoTimeout(20);
    while (catchThrowable(peer::read) instanceof SocketTimeoutException) {
      peer.send("x");
    }

    assertThat(failureOf(connecting)).isInstanceOf(SocketTimeoutException.class);
    assertNothingRemains();
  }

  @Test
  void anEndlessHeadEndsAtItsLimit() throws Exception {
    assertThat(failureAfter(AGREEMENT + "X: " + "x".repeat(20_000)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("too large")
        .hasCauseInstanceOf(HandshakeException.class);
  }

  @Test
  void theLimitsOfTheHeadCanBeSet() throws Exception {
    WebSocketClient client = builder().httpLimits(new HttpLimits(100, 1000, 3)).build();

    assertThat(failureAfter(client, AGREEMENT + "A: 1\r\n\r\n"))
        .hasCauseInstanceOf(HandshakeException.class);
  }

  @Test
  void aRefusalTellsItsStatusAndFields() throws Exception {
    Throwable failure =
        failureAfter("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\nplease");

    assertThat(failure)
        .isInstanceOf(IOException.class)
        .hasMessage("opening handshake failed: the server answered with status 401");
    HandshakeException cause = (HandshakeException) failure.getCause();
    assertThat(cause.status()).isEqualTo(401);
    assertThat(cause.fields().first("WWW-Authenticate")).isEqualTo("Basic");
  }

  @Test
  void aRedirectIsNotFollowedButNamed() throws Exception {
    assertThat(failureAfter("HTTP/1.1 302 Found\r\nLocation: wss://example.com/\r\n\r\n"))
        .hasMessage(
            "opening handshake failed: the server answered with status 302,"
                + " Location: wss://example.com/");
  }

  @Test
  void whatIsNoHttpIsRefused() throws Exception {
    assertThat(failureAfter("SSH-2.0-OpenSSH_9.2\r\n"))
        .hasMessageStartingWith("opening handshake failed: ")
        .hasCauseInstanceOf(HandshakeException.class);
  }

  @Test
  void aWrongAcceptIsRefused() throws Exception {
    assertThat(failureAfter(AGREEMENT.replace("ACCEPT", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") + "\r\n"))
        .hasMessageContaining("Sec-WebSocket-Accept");
  }

  @Test
  void aSubprotocolThatWasNotOfferedIsRefused() throws Exception {
    assertThat(failureAfter(AGREEMENT + "Sec-WebSocket-Protocol: chat\r\n\r\n"))
        .hasMessageContaining("subprotocol that was not offered");
  }

  @Test
  void anExtensionThatWasNotOfferedIsRefused() throws Exception {
    assertThat(failureAfter(AGREEMENT + "Sec-WebSocket-Extensions: x-unheard-of\r\n\r\n"))
        .hasMessageContaining("extension in a way that was not offered");
  }

  @Test
  void aServerThatClosesWithoutAnAnswerIsReported() throws Exception {
    CompletableFuture<?> connecting =
        ScriptedServer.connect(builder().build(), server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.readHead();
    peer.close();

    assertThat(failureOf(connecting))
        .isInstanceOf(IOException.class)
        .hasMessage("opening handshake failed: the server closed the connection without an answer");
    assertNothingRemains();
  }

  @Test
  void aResetInsteadOfAnAnswerLeavesNothing() throws Exception {
    CompletableFuture<?> connecting =
        ScriptedServer.connect(builder().build(), server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.readHead();
    peer.reset();

    assertThat(failureOf(connecting)).isInstanceOf(IOException.class);
    assertNothingRemains();
  }

  @Test
  void interimResponsesAreLetPass() throws Exception {
    CompletableFuture<?> connecting =
        ScriptedServer.connect(builder().build(), server.uri(), handler);
    ScriptedPeer peer = server.accept();
    String request = peer.readHead();

    peer.send(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ScriptedPeer.response(request, ""));

    assertThat(ScriptedServer.get(connecting)).isNotNull();
  }

  @Test
  void endlessInterimResponsesAreNot() throws Exception {
    assertThat(failureAfter("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9) + AGREEMENT + "\r\n"))
        .hasMessage("opening handshake failed: too many interim responses");
  }
}
