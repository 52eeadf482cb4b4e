package io.github.baseframe.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import io.github.baseframe.conformance.engine.EchoSubjectServer;
import io.github.baseframe.conformance.engine.SocketLink;
import io.github.baseframe.conformance.engine.TestCertificate;
import io.github.baseframe.conformance.engine.TlsLink;
import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.conformance.testee.TesteeServer;
import io.github.baseframe.server.Tls;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Servers by TLS: {@code wss}. */
class SecureServersTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: *(\\S+)");

  private static TestCertificate certificate;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SSLServerSocket listener;

  @BeforeAll
  static void makeCertificate(@TempDir Path keys) throws Exception {
    certificate = new TestCertificate(keys, "localhost");
  }

  @BeforeEach
  void listen() throws IOException {
    listener = listen(certificate);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  private static SSLServerSocket listen(TestCertificate certificate) throws IOException {
    return (SSLServerSocket)
        certificate.serverContext().getServerSocketFactory().createServerSocket(0, 64, LOOPBACK);
  }

  private int run(String... arguments) {
    CommandLine program = ConformanceMain.commandLine();
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return program.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, localhost", "TLSv1.2, 127.0.0.1"})
  void aRightServerPasses(String version, String host) throws Exception {
    listener.setEnabledProtocols(new String[] {version});
    try (EchoSubjectServer server = new EchoSubjectServer(listener, "wss://" + host + ":")) {
      int status =
          run(
              "fuzzing-client",
              "--url",
              server.urls().get("RIGHT"),
              "--agent",
              "secure",
              "--trust",
              certificate.pem().toString(),
              "--cases",
              "1.*,2.*,5.*,7.*,9.1.2,9.2.2,9.5.3,22.*,23.1.*",
              "--parallel",
              "8");

      assertThat(err).hasToString("");
      assertThat(out.toString()).startsWith("secure: ").doesNotContain("FAILED");
      assertThat(status).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void ourServerPassesByTls(String version) throws Exception {
    Tls tls = Tls.builder().context(certificate.serverContext()).protocols(version).build();
    try (WebSocketServer server = TesteeServer.builder().port(0).tls(tls).start()) {
      int status =
          run(
              "fuzzing-client",
              "--url",
              "wss://localhost:" + server.port() + "/",
              "--agent",
              "baseframe",
              "--trust",
              certificate.pem().toString(),
              // Compression knows nothing of TLS.
              "--exclude",
              "12.*,13.*",
              "--parallel",
              "8");

      assertThat(err).hasToString("");
      assertThat(out.toString()).startsWith("baseframe: ").doesNotContain("FAILED");
      assertThat(status).isZero();
    }
  }

  @Test
  void theSpecOfTheOriginalMayNameSecureServers() throws Exception {
    try (EchoSubjectServer server = new EchoSubjectServer(listener, "wss://localhost:")) {
      String spec =
          "{\"servers\": [{\"agent\": \"a\", \"url\": \"%s\"}], \"cases\": [\"1.1.*\"]}"
              .formatted(server.urls().get("RIGHT"));
      Path file = Files.writeString(directory.resolve("spec.json"), spec);
      String trust = certificate.pem().toString();

      assertThat(run("fuzzing-client", "--spec", file.toString(), "--trust", trust)).isZero();
      assertThat(out.toString()).startsWith("a: 8 cases").contains("8 OK");
    }
  }

  @Test
  void faultsAreCaught() throws Exception {
    try (EchoSubjectServer server = new EchoSubjectServer(listener, "wss://localhost:")) {
      FuzzingClient client =
          new FuzzingClient(
              server.urls().get("ECHOES_TWICE"), TrustFile.context(certificate.pem()));

      assertThat(client.run(CaseCatalogue.find("1.2.2")).behavior()).isEqualTo(Behavior.FAILED);
    }
  }

  @Test
  void whoeverIsNotTrustedIsOneLineAndExit1() throws Exception {
    try (EchoSubjectServer server = new EchoSubjectServer(listener, "wss://localhost:")) {
      String url = server.urls().get("RIGHT");

      assertThat(run("fuzzing-client", "--url", url, "--agent", "a")).isEqualTo(1);
      assertThat(err.toString().lines()).hasSize(1);
      assertThat(err.toString()).startsWith(url + ": TLS: ").contains("PKIX");
    }
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    TestCertificate other = new TestCertificate(directory, "other.example");
    try (EchoSubjectServer server = new EchoSubjectServer(listen(other), "wss://localhost:")) {
      FuzzingClient client =
          new FuzzingClient(server.urls().get("RIGHT"), TrustFile.context(other.pem()));

      assertThatThrownBy(() -> client.run(CaseCatalogue.find("1.1.1")))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "-----BEGIN CERTIFICATE-----\n!\n"})
  void aFileWithoutCertificateIsOneLineAndExit2(String content) throws Exception {
    String file = Files.writeString(directory.resolve("trust.pem"), content).toString();

    int status = run("fuzzing-client", "--url", "wss://localhost", "--agent", "a", "--trust", file);
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.startsWith(file + ": no"));
  }

  @Test
  void aTrustFileThatIsNotThereIsOneLineAndExit2() {
    String file = directory.resolve("none").toString();

    int status = run("fuzzing-client", "--url", "wss://localhost", "--agent", "a", "--trust", file);
    assertThat(status).isEqualTo(2);
    assertThat(err).hasToString(file + ": there is no such file\n");
  }

  @Test
  void aServerThatDoesNotSpeakTlsCannotBeReached() throws Exception {
    try (EchoSubjectServer plain = new EchoSubjectServer()) {
      String url = plain.urls().get("RIGHT").replace("ws:", "wss:");

      assertThatThrownBy(() -> new FuzzingClient(url).run(CaseCatalogue.find("1.1.1")))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void aTlsHandshakeHasADeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK);
        SocketLink tcp =
            SocketLink.connect(silent.getLocalSocketAddress(), Duration.ofSeconds(10))) {
      long deadline = tcp.now() + TimeUnit.MILLISECONDS.toNanos(50);

      assertThatThrownBy(
              () -> TlsLink.connect(tcp, certificate.serverContext(), "localhost", 1, deadline))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("took too long");
    }
  }

  /** How a server may end its stream once the closing handshake is over. */
  private enum End {
    CLOSE_NOTIFY_ONLY {
      @Override
      void end(SSLSocket tls, Socket tcp) throws IOException {
        tls.shutdownOutput();
        tls.getInputStream().readAllBytes();
      }
    },
    NO_CLOSE_NOTIFY {
      @Override
      void end(SSLSocket tls, Socket tcp) throws IOException {
        tcp.close();
      }
    },
    NONSENSE_INSTEAD_OF_A_RECORD {
      @Override
      void end(SSLSocket tls, Socket tcp) throws IOException {
        tcp.getOutputStream().write(HexFormat.of().parseHex("170303ffff" + "00".repeat(65535)));
        tcp.getInputStream().readAllBytes();
      }
    };

    abstract void end(SSLSocket tls, Socket tcp) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void theEndOfTheStreamIsSeenHoweverItComes(End end) throws Exception {
    ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
    try (tcp) {
      CompletableFuture<Void> server = CompletableFuture.runAsync(() -> closeAtOnce(tcp, end));
      String url = "wss://localhost:" + tcp.getLocalPort() + "/";
      ConformanceCase closing = CaseCatalogue.find("7.3.3");

      CaseResult result = new FuzzingClient(url, TrustFile.context(certificate.pem())).run(closing);
      assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.OK);
      assertThat(result.closeBehavior()).as(result.explanation()).isEqualTo(CloseBehavior.OK);
      assertThat(result.duration()).isLessThan(Duration.ofSeconds(5));
      server.get(10, TimeUnit.SECONDS);
    }
  }

  /** Answers one Close, and ends the stream. */
  private static void closeAtOnce(ServerSocket listener, End end) {
    try (Socket tcp = listener.accept();
        SSLSocket tls =
            (SSLSocket)
                certificate.serverContext().getSocketFactory().createSocket(tcp, null, false)) {
      tls.setUseClientMode(false);
      InputStream in = tls.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      Matcher key = KEY.matcher(head);
      assertThat(key.find()).isTrue();
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
      String response =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + ("Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest))
              + "\r\n\r\n";
      tls.getOutputStream().write(response.getBytes(ISO_8859_1));
      in.readNBytes(8);
      tls.getOutputStream().write(HexFormat.of().parseHex("880203e8"));
      end.end(tls, tcp);
    } catch (IOException e) {
      // The tester ended the connection while it was still being read.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
