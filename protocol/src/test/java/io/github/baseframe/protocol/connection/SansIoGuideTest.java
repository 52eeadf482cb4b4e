package io.github.baseframe.protocol.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.io.EOFException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/sans-io.md, taken from the page as it stands. */
@Timeout(60)
class SansIoGuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "sans-io.md");

  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  /** "Hello" masked as in RFC 6455 section 5.7, and a Close with 1000, masked with zeros. */
  private static final String CLIENTS_FRAMES =
      latin1("818537fa213d7f9f4d5158" + "88820000000003e8");

  private static final String SERVERS_FRAMES = latin1("810548656c6c6f" + "880203e8");

  /** One that tells the programs that there are no more bytes, and one to see that again. */
  private static final int MAX_READS_AFTER_THE_END = 2;

  @TempDir static Path directory;

  private static URLClassLoader guide;

  @BeforeAll
  static void compile() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", directory.toString()));
    Matcher file =
        Pattern.compile("```java\n(.*?class (\\w+) .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(GUIDE));
    while (file.find()) {
      Path source = directory.resolve(file.group(2) + ".java");
      arguments.add(Files.writeString(source, file.group(1)).toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).as("exit code of javac").isZero();
    guide = new URLClassLoader(new URL[] {directory.toUri().toURL()});
  }

  @AfterAll
  static void close() throws Exception {
    guide.close();
  }

  @Test
  void theClientAndTheServerOfTheGuideTalkToEachOther() throws Exception {
    List<String> atServer = new ArrayList<>();
    List<String> atClient = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
      Socket accepted = listener.accept();
      Thread server = new Thread(() -> serve(accepted, atServer));
      server.start();

      assertThat(talk(client, atClient)).isNull();

      server.join();
    }
    assertThat(atClient).containsExactly("Hello", "closed: 1000, clean");
    assertThat(atServer).containsExactly("closed: 1000, clean");
  }

  @Test
  void theServerEchoesAndAnswersClose() {
    ScriptedSocket socket = new ScriptedSocket(request -> REQUEST + CLIENTS_FRAMES);
    List<String> log = new ArrayList<>();

    assertThat(serve(socket, log)).isNull();

    assertThat(socket.written()).startsWith("HTTP/1.1 101 ").endsWith(SERVERS_FRAMES);
    assertThat(log).containsExactly("closed: 1000, clean");
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void theServerEndsWhereverItsPeerIsCut() {
    String conversation = REQUEST + CLIENTS_FRAMES;
    for (int cut = 0; cut <= conversation.length(); cut++) {
      String heard = conversation.substring(0, cut);
      for (ScriptedSocket socket : ScriptedSocket.allKinds(request -> heard)) {
        List<String> log = new ArrayList<>();

        Throwable thrown = serve(socket, log);

        if (cut < REQUEST.length()) {
          assertThat(thrown).isInstanceOf(EOFException.class);
        }
        String end = cut < conversation.length() ? "closed: 1006" : "closed: 1000, clean";
        assertEnded(socket, cut, cut < REQUEST.length() ? List.of() : List.of(end), log);
      }
    }
  }

  @Test
  void theClientEndsWhereverItsPeerIsCut() {
    int headBytes = answer("GET / HTTP/1.1" + REQUEST.substring(14)).length();
    int allBytes = headBytes + SERVERS_FRAMES.length();
    for (int cut = 0; cut <= allBytes; cut++) {
      int most = cut;
      for (ScriptedSocket socket :
          ScriptedSocket.allKinds(
              request -> (answer(request) + SERVERS_FRAMES).substring(0, most))) {
        List<String> log = new ArrayList<>();

        Throwable thrown = talk(socket, log);

        if (cut < headBytes) {
          assertThat(thrown).isInstanceOf(EOFException.class);
        }
        List<String> expected = new ArrayList<>();
        if (cut >= headBytes + 7) {
          expected.add("Hello");
        }
        if (cut >= headBytes) {
          expected.add(cut < allBytes ? "closed: 1006" : "closed: 1000, clean");
        }
        assertEnded(socket, cut, expected, log);
      }
    }
  }

  private static void assertEnded(
      ScriptedSocket socket, int cut, List<String> expected, List<String> log) {
    assertThat(log).as("cut at %s", cut).isEqualTo(expected);
    assertThat(socket.readsAfterTheEnd).isLessThanOrEqualTo(MAX_READS_AFTER_THE_END);
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void aRequestThatIsNoHandshakeIsRefusedAndReadToItsEnd() {
    ScriptedSocket plain = new ScriptedSocket(request -> "GET / HTTP/1.1\r\nHost: a\r\n\r\nmore");
    ScriptedSocket noHttp = new ScriptedSocket(request -> "\u0016\u0003\u0001 more");
    List<String> log = new ArrayList<>();

    assertThat(serve(plain, log)).isNull();
    assertThat(serve(noHttp, log)).isNull();

    assertThat(plain.written()).startsWith("HTTP/1.1 426 ").endsWith("is required\n");
    assertThat(noHttp.written()).startsWith("HTTP/1.1 400 ");
    for (ScriptedSocket socket : List.of(plain, noHttp)) {
      assertThat(socket.readsAfterTheEnd).isPositive();
      assertThat(socket.isOutputShutdown()).isTrue();
      assertThat(socket.isClosed()).isTrue();
    }
    assertThat(log).isEmpty();
  }

  @Test
  void anAnswerThatIsNoHandshakeIsTheEndOfTheClient() {
    ScriptedSocket socket = new ScriptedSocket(request -> "HTTP/1.1 404 Not Found\r\n\r\n");
    List<String> log = new ArrayList<>();

    assertThat(talk(socket, log)).isInstanceOf(HandshakeException.class);

    assertThat(log).isEmpty();
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void theClientPassesOverAFewAnswersInBetweenAndNoMore() {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    ScriptedSocket few =
        new ScriptedSocket(request -> interim.repeat(5) + answer(request) + SERVERS_FRAMES);
    ScriptedSocket tooMany =
        new ScriptedSocket(request -> interim.repeat(6) + answer(request) + SERVERS_FRAMES);
    List<String> log = new ArrayList<>();

    assertThat(talk(few, log)).isNull();
    assertThat(talk(tooMany, log)).isInstanceOf(HandshakeException.class);

    assertThat(log).containsExactly("Hello", "closed: 1000, clean");
  }

  @Test
  void afterABrokenRuleTheServerShutsItsOutputDownAndReadsOn() {
    // Unmasked.
    ScriptedSocket socket = new ScriptedSocket(request -> REQUEST + SERVERS_FRAMES);
    List<String> log = new ArrayList<>();

    assertThat(serve(socket, log)).isNull();

    assertThat(socket.isOutputShutdown()).isTrue();
    assertThat(socket.readsAfterTheEnd).isOne();
    assertThat(socket.written()).contains(latin1("03ea"));
    assertThat(log).containsExactly("closed: 1002");
  }

  @Test
  void thePeersCloseIsToldAlthoughNothingCanBeWritten() {
    for (boolean server : new boolean[] {true, false}) {
      ScriptedSocket socket =
          new ScriptedSocket(
              request -> server ? REQUEST + CLIENTS_FRAMES : answer(request) + SERVERS_FRAMES);
      socket.failWritesAfterTheHandshake(server);
      List<String> log = new ArrayList<>();

      assertThat(server ? serve(socket, log) : talk(socket, log)).isNull();

      assertThat(log).endsWith("closed: 1000");
      assertThat(log).filteredOn(line -> line.startsWith("closed")).hasSize(1);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  /** The head with which a server accepts this request. */
  private static String answer(String request) {
    try {
      HttpHeadParser parser = new HttpHeadParser(Role.SERVER, HttpLimits.DEFAULT);
      parser.parse(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
      byte[] head =
          ServerHandshake.accept(parser.head(), HandshakeSettings.DEFAULT).response().toBytes();
      return new String(head, ISO_8859_1);
    } catch (HandshakeException e) {
      throw new AssertionError(e);
    }
  }

  private static String latin1(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }

  private static Throwable serve(Socket socket, List<String> log) {
    return run("EchoServer", socket, log, "serve");
  }

  private static Throwable talk(Socket socket, List<String> log) {
    return run("HelloClient", socket, log, "talk", WebSocketUri.parse("ws://localhost/"));
  }

  /** Returns what it throws, or null. */
  private static Throwable run(
      String name, Socket socket, List<String> log, String method, Object... arguments) {
    try {
      Class<?> type = guide.loadClass(name);
      Constructor<?> constructor = type.getDeclaredConstructor(Socket.class, Consumer.class);
      constructor.setAccessible(true);
      Consumer<String> logger = log::add;
      Object program = constructor.newInstance(socket, logger);
      Class<?>[] types =
          arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {WebSocketUri.class};
      Method call = type.getDeclaredMethod(method, types);
      call.setAccessible(true);
      call.invoke(program, arguments);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
