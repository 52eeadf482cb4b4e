package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** wss, with a certificate for "localhost". */
class TlsTest extends ScriptedTest {
  /** Has the key of the server, and trusts its certificate. */
  private static SSLContext context;

  private ScriptedServer tlsServer;
  private SSLServerSocket listener;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = TestTls.newContext();
  }

  @BeforeEach
  void startTlsServer() throws IOException {
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    tlsServer = new ScriptedServer(listener);
  }

  @AfterEach
  void stopTlsServer() throws IOException {
    tlsServer.close();
  }

  private WebSocketClient client() {
    return builder().sslContext(context).build();
  }

  private ScriptedServer.Opened open(WebSocketClient client) throws Exception {
    CompletableFuture<WebSocketSession> connecting = connect(client, "localhost");
    ScriptedPeer peer = tlsServer.accept();
    peer.agree("");
    return new ScriptedServer.Opened(peer, ScriptedServer.get(connecting));
  }

  private CompletableFuture<WebSocketSession> connect(WebSocketClient client, String host) {
    String uri = "wss://" + host + ":" + tlsServer.port() + "/";
    return ScriptedServer.connect(client, uri, handler);
  }

  private static Throwable failureOf(CompletableFuture<?> connecting) {
    Throwable thrown = catchThrowable(() -> ScriptedServer.get(connecting));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return thrown.getCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void messagesGoBothWays(String version) throws Exception {
    listener.setEnabledProtocols(new String[] {version});
    ScriptedServer.Opened opened = open(client());
    assertThat(handler.next()).isEqualTo("open");

    opened.session().sendText("Hello");
    assertThat(opened.peer().readFrame().hex()).isEqualTo("81 48656c6c6f");
    opened.peer().sendHex("810548656c6c6f");
    assertThat(handler.next()).isEqualTo("text Hello");

    opened.session().close();
    assertThat(opened.peer().readFrame().hex()).isEqualTo("88 03e8");
    opened.peer().sendHex("880203e8");
    opened.peer().close();
    assertThat(handler.next()).isEqualTo("close 1000 clean");
    awaitEndOfLoops();
  }

  @Test
  void twoEndsThatOnlyWriteDoNotBlockEachOther() throws Exception {
    int messages = 16;
    int size = 1 << 20;
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(64 << 20);
    ScriptedServer.Opened opened = open(builder().sslContext(context).limits(limits).build());
    byte[] message = new byte[10 + size];
    ByteBuffer.wrap(message).put((byte) 0x82).put((byte) 127).putLong(size);

    for (int i = 0; i < messages; i++) {
      opened.session().sendBinary(ByteBuffer.allocate(size));
      opened.peer().send(message);
    }

    for (int i = 0; i < messages; i++) {
      assertThat(opened.peer().readFrame().payload()).hasSize(size);
    }
  }

  @Test
  void theServerIsToldTheHostsName() throws Exception {
    ScriptedPeer peer = open(client()).peer();

    ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer.socket()).getSession();
    assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    CompletableFuture<?> connecting = connect(client(), "127.0.0.1");
    assertThat(catchThrowable(() -> tlsServer.accept().readHead())).isInstanceOf(IOException.class);

    assertThat(failureOf(connecting))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("127.0.0.1");
    awaitEndOfLoops();
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
    CompletableFuture<?> connecting = connect(builder().build(), "localhost");
    assertThat(catchThrowable(() -> tlsServer.accept().readHead())).isInstanceOf(IOException.class);

    assertThat(failureOf(connecting)).isInstanceOf(SSLHandshakeException.class);
    awaitEndOfLoops();
  }

  @Test
  void aServerWithoutTlsIsRefused() throws Exception {
    CompletableFuture<?> connecting =
        ScriptedServer.connect(client(), "wss://127.0.0.1:" + server.port() + "/", handler);
    ScriptedPeer peer = server.accept();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");

    assertThat(failureOf(connecting)).isInstanceOf(SSLException.class);
    awaitEndOfLoops();
  }

  @Test
  void aServerThatNeverAnswersInTlsEndsAtTheConnectTimeout() throws Exception {
    WebSocketClient client =
        builder().sslContext(context).connectTimeout(Duration.ofMillis(200)).build();

    CompletableFuture<?> connecting =
        ScriptedServer.connect(client, "wss://127.0.0.1:" + server.port() + "/", handler);

    assertThat(failureOf(connecting))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("connecting to 127.0.0.1:" + server.port() + " took too long");
  }

  /** Opens a connection whose server side below TLS is at hand too. */
  private ScriptedPeer openOver(CompletableFuture<?> connecting, ScriptedPeer below)
      throws Exception {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(below.socket(), null, 0, false);
    tls.setUseClientMode(false);
    ScriptedPeer peer = new ScriptedPeer(tls);
    peer.agree("");
    ScriptedServer.get(connecting);
    assertThat(handler.next()).isEqualTo("open");
    return peer;
  }

  private CompletableFuture<?> connectToPlainServer() {
    return ScriptedServer.connect(client(), "wss://localhost:" + server.port() + "/", handler);
  }

  @Test
  void aStreamThatIsCutIs1006() throws Exception {
    CompletableFuture<?> connecting = connectToPlainServer();
    ScriptedPeer below = server.accept();
    openOver(connecting, below);

    // TCP ends without TLS having said so: anybody on the way could have done that.
    below.close();

    assertThat(handler.next()).isEqualTo("close 1006");
    awaitEndOfLoops();
    assertThat(handler.nextIfAny()).isNull();
  }

  @Test
  void theEndOfTlsIsSaidBeforeTcpEnds() throws Exception {
    CompletableFuture<?> connecting = connectToPlainServer();
    ScriptedPeer below = server.accept();
    ScriptedPeer peer = openOver(connecting, below);
    peer.sendHex("880203e8");
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");

    peer.shutdownOutput();

    // close_notify is encrypted in TLS 1.3, so it is a record of type application_data.
    assertThat(below.read()).isEqualTo(23);
    assertThat(handler.next()).isEqualTo("close 1000 clean");
  }

  @Test
  void anEndOfTlsWithoutCloseIs1006() throws Exception {
    open(client()).peer().close();

    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("close 1006");
    awaitEndOfLoops();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerThatBreaksTheProtocolIsTold(String version) throws Exception {
    listener.setEnabledProtocols(new String[] {version});
    WebSocketClient client =
        builder().sslContext(context).closeTimeout(Duration.ofMillis(200)).build();
    ScriptedPeer peer = open(client).peer();

    peer.sendHex("8300");

    assertThat(peer.readFrame().hex()).startsWith("88 03ea");
    assertThat(peer.isCut()).isTrue();
    peer.close();
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).startsWith("close 1002");
    awaitEndOfLoops();
  }
}
