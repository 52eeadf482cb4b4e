package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code serve}: one server, told what to do on stdin, where the end of the stream ends it. */
@Command(
    name = "serve",
    description = "Runs one server until stdin ends; the line 'heap' prints its live heap in bytes")
final class ServeCommand implements Callable<Integer> {

  /** What it prints before the port. */
  static final String LISTENING = "listening";

  /** The question, and what it prints before the answer. */
  static final String HEAP = "heap";

  /** One collection leaves what finalizers and cleaners hold. */
  private static final int COLLECTIONS = 3;

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

  @Override
  public Integer call() throws Exception {
    LogManager.getLogManager().reset();
    int port =
        peer.server()
            .start(new ServerOptions(peer.threads(), largestMessage, broadcast, compression));
    System.out.println(LISTENING + " " + port);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null; ) {
      if (line.equals(HEAP)) {
        System.out.println(HEAP + " " + liveHeap());
      }
    }
    return 0;
  }

  private static long liveHeap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
