package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.client.ClientBuilder;
import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.conformance.engine.TestCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers of ours behind nginx and HAProxy, by the examples of docs/operations. */
@Timeout(60)
class BehindProxiesTest {
  private static final Duration OFTEN = Duration.ofMillis(ProxyWay.IDLE_MILLIS / 8);

  @TempDir static Path directory;
  private static TestCertificate certificate;

  private final List<AutoCloseable> started = new ArrayList<>();
  private final List<ProxiedServer> servers = new ArrayList<>();
  private String address;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = new TestCertificate(directory, "localhost");
    for (List<String> program : List.of(List.of("nginx", "-v"), List.of("haproxy", "-v"))) {
      try (ChildProcess version = ChildProcess.start(program)) {
        version.exitStatus();
      } catch (IOException e) {
        NodeScripts.skip("nginx or haproxy is missing: apt-get install nginx-light haproxy");
      }
    }
  }

  @AfterEach
  void endAll() throws Exception {
    for (AutoCloseable each : started) {
      each.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void messagesGoBothWays(ProxyWay way) throws Exception {
    start(way, OFTEN);
    ProxiedClient client = connect();
    for (String text : List.of("", "naïve 🐢", "x".repeat(500_000))) {
      client.session().sendText(text);
      assertThat(client.next()).isEqualTo("text " + text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeCodesGoBothWays(ProxyWay way) throws Exception {
    start(way, OFTEN);
    ProxiedClient leaving = connect();
    leaving.session().close(4001, "client");
    // An answer repeats the code (RFC 6455 section 5.5.1), ours without the reason.
    assertThat(leaving.next()).isEqualTo("close 4001  clean");
    assertThat(servers.get(leaving.server()).nextClose()).isEqualTo("close 4001 client clean");

    ProxiedClient staying = connect();
    staying.session().sendText("close");
    assertThat(staying.next()).isEqualTo("close 4002 server clean");
  }

  @ParameterizedTest
  @EnumSource
  void withPingsAConnectionOutlivesTheIdleTimeoutOfTheProxy(ProxyWay way) throws Exception {
    start(way, OFTEN);
    ProxiedClient client = connect();
    client.awaitPings(10);
    client.session().sendText("still there");
    assertThat(client.next()).isEqualTo("text still there");
  }

  @ParameterizedTest
  @EnumSource
  void withoutPingsTheProxyCutsWhoIsIdle(ProxyWay way) throws Exception {
    start(way, Duration.ZERO);
    assertThat(connect().next()).isEqualTo("close 1006  not clean");
  }

  @ParameterizedTest
  @EnumSource
  void theServerKnowsTheAddressOfTheClientAndNotOfTheProxy(ProxyWay way) throws Exception {
    start(way, OFTEN);
    try (Socket socket = socketFrom("127.0.0.7")) {
      socket
          .getOutputStream()
          .write(
              """
              GET /peer HTTP/1.1
              Host: app.example
              X-Forwarded-For: 192.0.2.1
              Forwarded: for=192.0.2.1
              Connection: Upgrade
              Upgrade: websocket
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

              """
                  .replace("\n", "\r\n")
                  .getBytes(US_ASCII));
      assertThat(textBehindHead(socket)).startsWith("/127.0.0.7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageOfTheOriginThatTheProxyServesMayConnect(ProxyWay way) throws Exception {
    start(way, OFTEN);
    connect(client().header("Origin", address.replace("wss", "https")));
    assertThatThrownBy(() -> connect(client().header("Origin", "https://other.example")))
        .hasMessageContaining("403");
  }

  @ParameterizedTest
  @EnumSource
  void whenAServerStopsNoMessageIsLostAndItsClientsComeToTheOther(ProxyWay way) throws Exception {
    start(way, OFTEN);
    List<ProxiedClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(connect(client().handlersOnLoop()));
    }
    for (ProxiedClient client : clients) {
      client.talkWithoutPause();
      client.awaitEchoes(100);
    }
    assertThat(servers).allMatch(ProxiedServer::hasSessions);

    servers.get(0).close();

    List<ProxiedClient> gone = clients.stream().filter(ProxiedClient::hasEnded).toList();
    assertThat(gone).isNotEmpty().hasSizeLessThan(clients.size());
    for (ProxiedClient client : gone) {
      assertThat(client.end()).isEqualTo("close 1001  clean");
      ProxiedClient again = connect();
      again.session().sendText("again");
      assertThat(again.next()).isEqualTo("text again");
    }
    for (ProxiedClient client : clients) {
      client.stopTalking();
      assertThat(client.received()).isEqualTo(servers.get(client.server()).answered(client.id()));
      assertThat(client.sent()).isEqualTo(servers.get(client.server()).received(client.id()));
    }
  }

  private void start(ProxyWay way, Duration pingInterval) throws Exception {
    for (int i = 0; i < 2; i++) {
      ProxiedServer server = new ProxiedServer(i, way, pingInterval, certificate);
      servers.add(server);
      started.add(server);
    }
    int port = freePort();
    address = "wss://127.0.0.1:" + port;
    List<Integer> ports = servers.stream().map(ProxiedServer::port).toList();
    ChildProcess proxy = way.start(directory, certificate, port, ports);
    started.add(0, proxy);
    proxy.awaitListening(port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private ClientBuilder client() {
    return WebSocketClient.builder().sslContext(certificate.clientContext());
  }

  private ProxiedClient connect() throws IOException {
    return connect(client());
  }

  private ProxiedClient connect(ClientBuilder settings) throws IOException {
    ProxiedClient client = new ProxiedClient();
    client.connect(settings.build(), address + "/echo?" + client.id());
    return client;
  }

  private Socket socketFrom(String local) throws IOException {
    return certificate
        .clientContext()
        .getSocketFactory()
        .createSocket(
            InetAddress.getByName("127.0.0.1"),
            Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
            InetAddress.getByName(local),
            0);
  }

  /** Reads a response and the text of the frame behind it. */
  private static String textBehindHead(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101 ");
    assertThat(in.readUnsignedByte()).as("a text in one frame").isEqualTo(0x81);
    return new String(in.readNBytes(in.readUnsignedByte()), US_ASCII);
  }
}
