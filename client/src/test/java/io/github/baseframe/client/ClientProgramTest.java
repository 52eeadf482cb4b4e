package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client program: what it sends and prints, and how it exits. */
class ClientProgramTest extends ScriptedTest {
  private static final String NO_INPUT = "";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return run(new ByteArrayInputStream(NO_INPUT.getBytes(UTF_8)), arguments);
  }

  private int run(InputStream in, String... arguments) {
    return new ClientProgram(
            in, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(arguments);
  }

  private CompletableFuture<Integer> start(String input, String... arguments) {
    InputStream in = new ByteArrayInputStream(input.getBytes(UTF_8));
    return CompletableFuture.supplyAsync(() -> run(in, arguments), ScriptedServer::inThread);
  }

  /** An input that never ends by itself. */
  private static InputStream openInput() throws IOException {
    return new PipedInputStream(new PipedOutputStream());
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  /** Answers a Close and ends the stream. */
  private static void answerClose(ScriptedPeer peer) throws IOException {
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");
    peer.sendHex("880203e8");
    peer.close();
  }

  @Test
  void linesGoOutAsTextAndWhatComesIsPrinted() throws Exception {
    CompletableFuture<Integer> program = start("Hello\n\nstraße\n", server.uri());
    ScriptedPeer peer = server.accept();
    peer.agree("");

    assertThat(peer.readFrame().hex()).isEqualTo("81 48656c6c6f");
    assertThat(peer.readFrame().hex()).isEqualTo("81");
    assertThat(peer.readFrame().text()).isEqualTo("straße");
    peer.sendHex("8107737472613fc39f" + "82020aff");
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");
    peer.sendHex("8900" + "880203e8");
    peer.close();

    assertThat(ScriptedServer.get(program)).isZero();
    assertThat(out()).isEqualTo("stra?ß\nbinary: 0aff\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void subprotocolsAndHeadersAreSent() throws Exception {
    CompletableFuture<Integer> program =
        start(
            NO_INPUT,
            "--subprotocol",
            "a",
            server.uri(),
            "--subprotocol",
            "b",
            "--header",
            "X: 1",
            "--header",
            "Y:2",
            "--compression",
            "off");
    ScriptedPeer peer = server.accept();

    assertThat(peer.agree("")).contains("Sec-WebSocket-Protocol: a, b\r\n", "X: 1\r\n", "Y: 2\r\n");
    answerClose(peer);
    assertThat(ScriptedServer.get(program)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"--compression on, true", "--compression off, false", "'', true"})
  void compressionIsOfferedUnlessItIsOff(String option, boolean offered) throws Exception {
    String[] arguments = (server.uri() + " " + option).strip().split(" ");
    CompletableFuture<Integer> program = start(NO_INPUT, arguments);
    ScriptedPeer peer = server.accept();

    assertThat(peer.agree("").contains("permessage-deflate")).isEqualTo(offered);
    answerClose(peer);
    assertThat(ScriptedServer.get(program)).isZero();
  }

  @Test
  void onceSendsOneMessagePrintsTheFirstAnswerAndCloses() throws Exception {
    CompletableFuture<Integer> program =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(openInput(), server.uri(), "--once", "Hello");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            ScriptedServer::inThread);
    ScriptedPeer peer = server.accept();
    peer.agree("");
    assertThat(peer.readFrame().hex()).isEqualTo("81 48656c6c6f");

    peer.sendHex("810179" + "81017a");
    answerClose(peer);

    assertThat(ScriptedServer.get(program)).isZero();
    assertThat(out()).isEqualTo("y\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void onceWithoutAnAnswerFails() throws Exception {
    CompletableFuture<Integer> program = start(NO_INPUT, server.uri(), "--once", "Hello");
    ScriptedPeer peer = server.accept();
    peer.agree("880203e8");
    peer.readFrame();
    peer.close();

    assertThat(ScriptedServer.get(program)).isEqualTo(1);
    assertThat(err()).isEqualTo("closed 1000\n");
  }

  @Test
  void aCleanCloseOfTheServerIsPrintedAndExitsWith0() throws Exception {
    assertThat(exitAfter("880503e9627965")).isZero();
    assertThat(err()).isEqualTo("closed 1001 bye\n");
  }

  @Test
  void anEndWithoutCloseExitsWith1() throws Exception {
    assertThat(exitAfter("")).isEqualTo(1);
    assertThat(err()).isEqualTo("closed 1006\n");
  }

  private int exitAfter(String frames) throws Exception {
    InputStream in = openInput();
    CompletableFuture<Integer> program =
        CompletableFuture.supplyAsync(() -> run(in, server.uri()), ScriptedServer::inThread);
    ScriptedPeer peer = server.accept();
    peer.agree(frames);
    peer.shutdownOutput();
    return ScriptedServer.get(program);
  }

  @Test
  void controlCharactersOfTheServerDoNotReachTheTerminal() throws Exception {
    // ESC, DEL and the one-character CSI, in a message and in a reason; newline and tab stay.
    assertThat(exitAfter("810c1b5b324a7fc29b310a09780d" + "880803e81b5b324ac29b")).isZero();
    assertThat(out()).isEqualTo("\\u001b[2J\\u007f\\u009b1\n\tx\\u000d\n");
    assertThat(err()).isEqualTo("closed 1000 \\u001b[2J\\u009b\n");
  }

  @Test
  void helpIsPrintedAndExitsWith0() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .startsWith("usage: ")
        .contains("--subprotocol", "--header", "--once", "--compression on|off", "exit status");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--wrong ws://h/",
        "ws://h/ ws://i/",
        "ws://h/ --once",
        "ws://h/ --header",
        "ws://h/ --header nothing",
        "ws://h/ --subprotocol",
        "ws://h/ --compression",
        "ws://h/ --compression maybe"
      })
  void aWrongCommandLinePrintsUsageAndExitsWith2(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err()).contains("\nusage: ");
    assertThat(out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/",
        "ws://h/ --subprotocol a,b",
        "ws://h/ --header a\u0001:b",
        "ws://h/ --header Host:b"
      })
  void aWrongValueIsOneLineAndExitsWith2(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err().lines()).hasSize(1);
  }

  @Test
  void aRefusedConnectionIsOneLineAndExitsWith1() throws IOException {
    server.close();

    assertThat(run(server.uri())).isEqualTo(1);
    assertThat(err().lines())
        .singleElement()
        .asString()
        .startsWith("cannot connect to 127.0.0.1:" + server.port() + ": ");
  }

  @Test
  void anUnknownHostIsOneLineAndExitsWith1() {
    assertThat(run("ws://nowhere.invalid/")).isEqualTo(1);
    assertThat(err().lines()).singleElement().asString().startsWith("unknown host: nowhere");
  }

  @Test
  void aFailedHandshakeIsOneLineAndExitsWith1() throws Exception {
    CompletableFuture<Integer> program = start(NO_INPUT, server.uri());
    ScriptedPeer peer = server.accept();
    peer.readHead();
    peer.send("HTTP/1.1 302 Found\r\nLocation: \u009b2J\r\n\r\n");

    assertThat(ScriptedServer.get(program)).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "opening handshake failed: the server answered with status 302,"
                + " Location: \\u009b2J\n");
  }
}
