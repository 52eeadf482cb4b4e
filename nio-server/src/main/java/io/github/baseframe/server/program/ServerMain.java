package io.github.baseframe.server.program;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.handshake.Authority;
import io.github.baseframe.server.ServerBuilder;
import io.github.baseframe.server.WebSocketServer;
import io.github.baseframe.server.monitoring.Monitoring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/** The server program, {@code baseframe-server.jar}. */
final class ServerMain {

  private static final int EXIT_FAILURE = 1;
  private static final int EXIT_USAGE = 2;

  private ServerMain() {}

  /**
   * Serves until the process is told to end (SIGTERM, SIGINT): then everybody is sent 1001, and the
   * process exits with 0. At SIGHUP certificates are read again. Exits with 2 if the command line
   * is wrong, with 1 if the port is taken or the certificate cannot be used.
   *
   * @param commandLine see {@link ServerArguments#USAGE}
   */
  public static void main(String[] commandLine) {
    ServerArguments arguments;
    try {
      arguments = ServerArguments.parse(commandLine);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(ServerArguments.USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    if (arguments.help()) {
      System.out.print(ServerArguments.USAGE);
      return;
    }
    endWithThreads();
    try {
      WebSocketServer server = start(arguments);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "baseframe-stop"));
      Hangup.handle(() -> reload(server));
      String scheme = arguments.tls().isTls() ? "wss" : "ws";
      for (String address : addresses(arguments, server)) {
        System.out.println("listening on " + scheme + address);
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_FAILURE);
    }
  }

  private static List<String> addresses(ServerArguments arguments, WebSocketServer server) {
    if (arguments.network().listen().isEmpty()) {
      return List.of("://" + new Authority(arguments.host(), server.port()) + "/");
    }
    return server.addresses().stream().map(ServerMain::text).toList();
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? "://" + new Authority(internet.getHostString(), internet.getPort()) + "/"
        : "+unix:" + address;
  }

  static WebSocketServer start(ServerArguments arguments) throws IOException {
    EchoHandler echo = new EchoHandler();
    byte[] chatPage = ChatPage.content();
    ServerBuilder builder = WebSocketServer.builder();
    if (!arguments.compression()) {
      builder.noCompression();
    }
    if (arguments.metrics() != null) {
      builder.monitoring(
          Monitoring.builder().metricsPath(arguments.metrics()).loopTimes(true).build());
    }
    arguments.tls().tls().ifPresent(builder::tls);
    arguments.network().applyTo(builder);
    return builder
        .host(arguments.host())
        .port(arguments.port())
        .loops(arguments.loops())
        .limits(limits(arguments.maxMessageBytes()))
        .originPolicy(arguments.origins())
        .route("/", echo)
        .route("/echo", echo)
        .route("/broadcast", new BroadcastHandler())
        .route("/chat", new ChatHandler())
        .page("/", ChatPage.CONTENT_TYPE, chatPage, ChatPage.fields(chatPage))
        .start();
  }

  /** The send queue holds an answer of the largest size more, so that no echo is dropped. */
  private static Limits limits(int maxMessageBytes) {
    Limits limits = Limits.DEFAULT.withMaxMessageBytes(maxMessageBytes);
    return limits.withMaxQueuedBytes(limits.maxQueuedBytes() + maxMessageBytes);
  }

  /** A thread of the server's that ends by itself would leave a process that serves nobody. */
  private static void endWithThreads() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> {
          try {
            System.err.println("the thread " + thread.getName() + " ended: " + error);
          } finally {
            Runtime.getRuntime().halt(EXIT_FAILURE);
          }
        });
  }

  private static void reload(WebSocketServer server) {
    try {
      server.reloadTls();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void stop(WebSocketServer server) {
    server.close();
    // Without this the exit status would tell of the signal; but the stop went as planned.
    Runtime.getRuntime().halt(0);
  }
}
