package io.github.baseframe.server.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.server.TestCertificate;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server program as a process of its own. */
class ServerMainTest {

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), UTF_8);
  }

  @Test
  void itSaysWhereItListensAndAtSigtermSays1001AndExitsWith0() throws Exception {
    Process process = start("--port", "0");
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String line = lines.readLine();
      assertThat(line).matches("listening on ws://127\\.0\\.0\\.1:[1-9][0-9]*/");
      int port = Integer.parseInt(line.replaceAll(".*:|/$", ""));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(10_000);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        upgrade(socket, in);
        socket.getOutputStream().write(HexFormat.of().parseHex("8181" + "00000000" + "61"));
        assertThat(hex(in, 3)).isEqualTo("810161");

        // Not process.destroy(), which would close the streams that are read below.
        process.toHandle().destroy();

        assertThat(hex(in, 4)).isEqualTo("880203e9");
        socket.getOutputStream().write(HexFormat.of().parseHex("8882" + "00000000" + "03e9"));
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(exitStatus(process)).isZero();
      assertThat(lines.readLine()).isNull();
      assertThat(errors(process)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void upgrade(Socket socket, DataInputStream in) throws IOException {
    String request =
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    assertThat(head).startsWith("HTTP/1.1 101 ");
  }

  private static String hex(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void helpIsTheUsageOnStandardOutput() throws Exception {
    Process process = start("--help");

    assertThat(output(process)).isEqualTo(ServerArguments.USAGE);
    assertThat(errors(process)).isEmpty();
    assertThat(exitStatus(process)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--compression=on"})
  void aWrongFlagIsToldWithTheUsageOnStandardErrorAndExitsWith2(String flag) throws Exception {
    Process process = start(flag);

    assertThat(output(process)).isEmpty();
    assertThat(errors(process)).contains(flag).endsWith(ServerArguments.USAGE);
    assertThat(exitStatus(process)).isEqualTo(2);
  }

  @Test
  void withAKeystoreItSpeaksTls(@TempDir Path directory) throws Exception {
    TestKeys keys = new TestKeys();
    String keystore = keys.keystore().toString();
    Path password = Files.writeString(directory.resolve("password"), TestKeys.PASSWORD + "\n");
    Process process =
        start("--port", "0", "--keystore", keystore, "--keystore-password", password.toString());
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String line = lines.readLine();
      assertThat(line).matches("listening on wss://127\\.0\\.0\\.1:[1-9][0-9]*/");
      int port = Integer.parseInt(line.replaceAll(".*:|/$", ""));
      try (Socket socket = keys.trusting().getSocketFactory().createSocket("localhost", port)) {
        socket.setSoTimeout(10_000);
        upgrade(socket, new DataInputStream(socket.getInputStream()));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aCertificateOfItsOwnMakingIsToldByItsFingerprint() throws Exception {
    Process process = start("--port", "0", "--tls-self-signed");
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String told = lines.readLine();
      assertThat(told).matches("certificate for localhost, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}");
      X509Certificate shown = shownAt(portOf(lines.readLine()));

      byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
      assertThat(told).endsWith(HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void atSighupItLivesOnAndReadsItsCertificateAgain(@TempDir Path directory) throws Exception {
    Path chain = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    X509Bundle first = newCertificate("CN=first");
    X509Bundle second = newCertificate("CN=second");
    write(first, chain, key);
    Process process =
        start("--port", "0", "--tls-cert", chain.toString(), "--tls-key", key.toString());
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      int port = portOf(lines.readLine());
      assertThat(shownAt(port)).isEqualTo(first.getCertificate());

      write(second, chain, key);
      new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();

      Await.until("it is shown", () -> shownAt(port).equals(second.getCertificate()));
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static X509Bundle newCertificate(String subject) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static void write(X509Bundle certificate, Path chain, Path key) throws IOException {
    Files.writeString(chain, certificate.getCertificatePathPEM());
    Files.writeString(key, certificate.getPrivateKeyPEM());
  }

  private static int portOf(String line) {
    assertThat(line).matches("listening on wss://127\\.0\\.0\\.1:[1-9][0-9]*/");
    return Integer.parseInt(line.replaceAll(".*:|/$", ""));
  }

  private static X509Certificate shownAt(int port) {
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificate.anonymousClient().getSocketFactory().createSocket("localhost", port)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeystoreThatCannotBeUsedIsOneLineAndExitsWith1(@TempDir Path directory) throws Exception {
    Path keys = new TestKeys().keystore();
    Path wrong = Files.writeString(directory.resolve("wrong"), "guess");
    Path none = directory.resolve("none");

    assertThat(failure(keys, wrong)).startsWith(keys + ": not a keystore that can be used: ");
    assertThat(failure(wrong, wrong)).startsWith(wrong + ": not a keystore that can be used: ");
    assertThat(failure(none, wrong)).startsWith(none + ": not a keystore that can be used: ");
    assertThat(failure(keys, none)).startsWith(none + ": cannot be read: ");
  }

  /** The one line that the program says before it exits with 1. */
  private static String failure(Path keystore, Path password) throws Exception {
    Process process =
        start("--keystore", keystore.toString(), "--keystore-password", password.toString());
    assertThat(output(process)).isEmpty();
    List<String> lines = errors(process).lines().toList();
    assertThat(exitStatus(process)).isEqualTo(1);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  @Test
  void aPortInUseIsOneLineAndExitsWith1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start("--port", Integer.toString(taken.getLocalPort()));

      assertThat(output(process)).isEmpty();
      assertThat(errors(process).lines())
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
      assertThat(exitStatus(process)).isEqualTo(1);
    }
  }
}
