package io.github.baseframe.conformance.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.WebSocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server of a soak, which echoes, in this process or in one of its own. */
public abstract class SoakServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final long END_SECONDS = 20;

  private SoakServer() {}

  /** An echo that was dropped would be a lost message, so the connection ends instead. */
  private static WebSocketServer start() throws IOException {
    return WebSocketServer.builder()
        .host(HOST)
        .port(0)
        .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
        .route("/", new EchoHandler())
        .start();
  }

  private static final class EchoHandler implements WebSocketHandler {
    @Override
    public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
      session.sendUtf8Text(utf8);
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      session.sendBinary(payload);
    }
  }

  /** Where it listens. */
  abstract int port();

  /** What its process holds. */
  abstract Figures figures() throws IOException;

  @Override
  public abstract void close();

  /**
   * Starts one in this process.
   *
   * @return a running server; its figures are those of its clients too
   * @throws IOException if it cannot listen
   */
  public static SoakServer inProcess() throws IOException {
    return new Own(start());
  }

  /**
   * Starts one in a process of its own; what that says on stderr goes to ours.
   *
   * @param jvmOptions such as {@code -Xmx256m}
   * @param program the name of the class and the arguments with which that calls {@link #serve}
   * @return a running server
   * @throws IOException if it does not start
   */
  public static SoakServer inChild(List<String> jvmOptions, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * Serves in the child's process: writes the port in a line, and the figures in another for each
   * line that comes, until stdin ends.
   *
   * @throws IOException if it cannot listen, or the other process is gone
   */
  public static void serve() throws IOException {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (SoakServer server = inProcess()) {
      System.out.println(server.port());
      while (orders.readLine() != null) {
        System.out.println(server.figures());
      }
    }
  }

  private static final class Own extends SoakServer {
    private final WebSocketServer server;

    Own(WebSocketServer server) {
      this.server = server;
    }

    @Override
    int port() {
      return server.port();
    }

    @Override
    Figures figures() throws IOException {
      return Figures.ofThisProcess();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static final class Child extends SoakServer {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final int port;

    Child(Process process) throws IOException {
      this.process = process;
      orders = new PrintStream(process.getOutputStream(), true, UTF_8);
      answers = process.inputReader(UTF_8);
      port = Integer.parseInt(answer());
    }

    private String answer() throws IOException {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("the server's process is gone");
      }
      return line;
    }

    @Override
    int port() {
      return port;
    }

    @Override
    Figures figures() throws IOException {
      orders.println();
      return Figures.parse(answer());
    }

    @Override
    public void close() {
      orders.close();
      try {
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }
  }
}
