package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.LogCapture;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.Tls.ClientCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server has its certificates from, which of them it shows, and what it agrees to. */
class TlsFilesTest {

  @TempDir private static Path directory;

  private static TestCertificate first;
  private static TestCertificate exact;
  private static TestCertificate wildcard;
  private static SSLContext anyone;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = TestCertificate.ec(directory, "first", "first.example");
    exact = TestCertificate.rsa(directory, "exact", "exact.example");
    wildcard = TestCertificate.ec(directory, "wildcard", "*.example");
    anyone = TestCertificate.anonymousClient();
  }

  private static WebSocketServer start(Tls tls) throws IOException {
    return WebSocketServer.builder()
        .port(0)
        .loops(1)
        .tls(tls)
        .route("/", new EchoHandler())
        .start();
  }

  private static Tls.Builder pem(TestCertificate certificate) {
    return Tls.builder().pem(certificate.chain(), certificate.key());
  }

  /** The certificate that a client is shown that asks for a host, or for none. */
  private static X509Certificate shown(WebSocketServer server, String... hosts) throws Exception {
    // A context of its own: a session that is resumed shows what it was shown first.
    SSLContext fresh = TestCertificate.anonymousClient();
    try (RawClient client = RawClient.connectTls(server, fresh)) {
      SSLSocket socket = (SSLSocket) client.socket();
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(
          List.of(hosts).stream().<SNIServerName>map(SNIHostName::new).toList());
      socket.setSSLParameters(parameters);
      client.open("/");
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  // ---- Names

  @Test
  void aClientIsShownTheCertificateForTheNameThatItAsksFor() throws Exception {
    Tls tls =
        pem(first).pem(wildcard.chain(), wildcard.key()).pem(exact.chain(), exact.key()).build();
    try (WebSocketServer server = start(tls)) {
      assertThat(shown(server, "first.example")).isEqualTo(first.certificate());
      assertThat(shown(server, "EXACT.example")).isEqualTo(exact.certificate());
      assertThat(shown(server, "any.example")).isEqualTo(wildcard.certificate());
      assertThat(shown(server, "too.deep.example")).isEqualTo(first.certificate());
      assertThat(shown(server, "elsewhere.test")).isEqualTo(first.certificate());
      assertThat(shown(server)).isEqualTo(first.certificate());
    }
  }

  // ---- Forms of files

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA",
        "genrsa -traditional",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "ecparam -genkey -name prime256v1",
        "genpkey -algorithm ED25519",
        "genpkey -algorithm RSA -aes256 -pass pass:secret",
      })
  void keysAreTakenInAllFormsThatOpensslMakes(String how) throws Exception {
    Path key = directory.resolve("made-key.pem");
    Path chain = directory.resolve("made.pem");
    OpenSsl.run((how + " -out " + key).split(" "));
    String request = "req -x509 -subj /CN=made -days 1 -passin pass:secret";
    OpenSsl.run((request + " -key " + key + " -out " + chain).split(" "));

    Tls tls = Tls.builder().pem(chain, key, "secret".toCharArray()).build();
    try (WebSocketServer server = start(tls)) {
      assertThat(shown(server).getSubjectX500Principal().getName()).isEqualTo("CN=made");
    }
  }

  @Test
  void whatIsWrongWithAFileIsOneLineThatBeginsWithItsName() throws Exception {
    Path none = directory.resolve("none.pem");
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    Path old =
        Files.writeString(
            directory.resolve("old.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n");

    assertFails(Tls.pem(none, first.key()), none + ": cannot be read: ");
    assertFails(Tls.pem(empty, first.key()), empty + ": there is no certificate in it");
    assertFails(Tls.pem(first.chain(), empty), empty + ": there is no private key in it");
    assertFails(Tls.pem(first.chain(), old), old + ": encrypted in the old form of OpenSSL");
    assertFails(
        Tls.pem(first.chain(), exact.key()),
        exact.key() + ": the private key is not that of the certificate");
    assertFails(
        Tls.keystore(empty, "x".toCharArray()), empty + ": not a keystore that can be used: ");
  }

  private static void assertFails(Tls tls, String message) {
    assertThatThrownBy(() -> start(tls))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }

  // ---- Renewal

  @Test
  void renewedFilesAreShownWithoutARestartAndWhoIsConnectedStays() throws Exception {
    TestCertificate live = TestCertificate.ec(directory, "live", "a.example");
    TestCertificate renewed = TestCertificate.ec(directory, "renewed", "a.example");
    Tls tls = pem(live).reloadInterval(Duration.ofMillis(20)).build();
    try (WebSocketServer server = start(tls);
        RawClient early = RawClient.connectTls(server, anyone).open("/")) {
      assertThat(shown(server)).isEqualTo(live.certificate());

      renewed.writeTo(live);

      Await.until("it is shown", () -> isShown(server, renewed));
      early.sendHex("8181" + "00000000" + "61");
      assertThat(early.readHex(3)).isEqualTo("810161");
    }
  }

  private static boolean isShown(WebSocketServer server, TestCertificate certificate) {
    try {
      return shown(server).equals(certificate.certificate());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void filesThatAreBrokenKeepWhatThereWasAndAreOneLineOfLog() throws Exception {
    TestCertificate live = TestCertificate.ec(directory, "broken", "a.example");
    Tls tls = pem(live).reloadInterval(Duration.ofMillis(20)).build();
    try (LogCapture log = new LogCapture();
        WebSocketServer server = start(tls)) {
      Files.writeString(live.key(), "nonsense");

      Await.until("it is told", () -> !log.lines().isEmpty());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("the old ones stay", live.key() + ": there is no private key in it");
      assertThat(shown(server)).isEqualTo(live.certificate());
    }
  }

  @Test
  void filesAreReadOnACallAsWell() throws Exception {
    TestCertificate live = TestCertificate.ec(directory, "called", "a.example");
    TestCertificate renewed = TestCertificate.ec(directory, "called-renewed", "a.example");
    Tls tls = pem(live).reloadInterval(Duration.ZERO).build();
    try (WebSocketServer server = start(tls)) {
      renewed.writeTo(live);
      server.reloadTls();
      assertThat(shown(server)).isEqualTo(renewed.certificate());

      Files.delete(live.chain());
      assertThatThrownBy(server::reloadTls)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(live.chain().toString());
      assertThat(shown(server)).isEqualTo(renewed.certificate());
    }
  }

  // ---- Client certificates

  @ParameterizedTest
  @CsvSource({"WANTED,TLSv1.3", "WANTED,TLSv1.2", "REQUIRED,TLSv1.3", "REQUIRED,TLSv1.2"})
  void theOpeningHandshakeShowsTheCertificateOfTheClient(ClientCertificates wish, String version)
      throws Exception {
    BlockingQueue<SSLSession> sessions = new LinkedBlockingQueue<>();
    WebSocketHandler handler =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            sessions.add(handshake.tlsSession().orElseThrow());
          }
        };
    Tls tls = pem(first).trust(exact.chain()).clientCertificates(wish).protocols(version).build();
    try (WebSocketServer server =
            WebSocketServer.builder().port(0).tls(tls).route("/", handler).start();
        RawClient known = RawClient.connectTls(server, exact.client());
        RawClient stranger = RawClient.connectTls(server, wildcard.client());
        RawClient nobody = RawClient.connectTls(server, anyone)) {
      known.open("/");
      assertThat(sessions.poll(10, TimeUnit.SECONDS).getPeerPrincipal().getName())
          .isEqualTo("CN=exact");
      if (wish == ClientCertificates.WANTED) {
        nobody.open("/");
      } else {
        assertThatThrownBy(() -> nobody.open("/")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> stranger.open("/")).isInstanceOf(IOException.class);
      }
    }
  }

  // ---- What is agreed to

  @ParameterizedTest
  @ValueSource(strings = {"AES128-GCM-SHA256", "AES128-SHA", "ECDHE-RSA-AES128-SHA256"})
  void neitherStaticRsaNorCbcIsAgreedTo(String offered) throws Exception {
    try (WebSocketServer server = start(pem(exact).build())) {
      assertThat(openssl(server, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"))
          .contains("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
      assertThat(openssl(server, "-tls1_2", "-cipher", offered))
          .contains("alert handshake failure");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void whoComesBackResumesItsSession(String version) throws Exception {
    Path session = directory.resolve("session" + version);
    try (WebSocketServer server = start(pem(exact).build())) {
      assertThat(openssl(server, version, "-sess_out", session.toString())).contains("New, TLSv1");

      assertThat(openssl(server, version, "-sess_in", session.toString()))
          .contains("Reused, TLSv1");
    }
  }

  /** Ends at the answer to a request that is none, so that what TLS sends first has come. */
  private static String openssl(WebSocketServer server, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    command[0] = "s_client";
    command[1] = "-ign_eof";
    command[2] = "-connect";
    command[3] = "127.0.0.1:" + server.port();
    return OpenSsl.runWithInput("GET nothing\r\n\r\n", command);
  }

  // ---- Settings

  @Test
  void settingsThatCannotBeMeantAreRefused() {
    Tls.Builder builder = Tls.builder();
    assertRefused(builder::build, "either certificates or a context");
    assertRefused(() -> pem(first).context(anyone).build(), "either certificates or a context");
    assertRefused(
        () -> pem(first).clientCertificates(ClientCertificates.WANTED).build(),
        "somebody to trust");
    assertRefused(() -> builder.maxHandshakes(0), "maxHandshakes");
    assertRefused(() -> builder.maxHandshakeStepsATurn(0), "maxHandshakeStepsATurn");
    assertRefused(() -> builder.maxKeyUpdatesASecond(0), "maxKeyUpdatesASecond");
    assertRefused(() -> builder.reloadInterval(Duration.ofNanos(-1)), "reloadInterval");
    assertRefused(() -> builder.handshakePatience(Duration.ofDays(366)), "handshakePatience");
  }

  private static void assertRefused(ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }
}
