package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: one server, told what to do on stdin, where the end of the stream ends it. */
@Command(
    name = "serve",
    description = "Runs one server until stdin ends, and does what the lines there say")
final class ServeCommand implements Callable<Integer> {

  /** What it prints before the port. */
  static final String LISTENING = "listening";

  @Parameters(paramLabel = "NAME", description = "The server")
  private Peer peer;

  @Option(
      names = "--largest-message",
      paramLabel = "BYTES",
      defaultValue = "65536",
      description = "The largest message that will come (default: ${DEFAULT-VALUE})")
  private int largestMessage;

  @Option(names = "--broadcast", description = "For bare-nio: send to everyone")
  private boolean broadcast;

  @Option(names = "--compression", description = "Agree to permessage-deflate")
  private boolean compression;

  @Option(names = "--tls", description = "Speak TLS")
  private boolean tls;

  @Override
  public Integer call() throws Exception {
    LogManager.getLogManager().reset();
    int port =
        peer.server()
            .start(new ServerOptions(peer.threads(), largestMessage, broadcast, compression, tls));
    System.out.println(LISTENING + " " + port);
    Orders.obey(Map.of());
    return 0;
  }
}
