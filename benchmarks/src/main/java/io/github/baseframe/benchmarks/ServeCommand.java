package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  /** The line that asks for the live heap in bytes, and what it prints before the answer. */
  static final String HEAP = "heap";

  /** The line that starts a profile. */
  static final String PROFILE = "profile";

  /** Followed by a space and a file: writes the profile; prints this word and 0. */
  static final String FLAME_GRAPH = "flame-graph";

  /** Followed by a space and a file: counts the live objects; prints this word and 0. */
  static final String HISTOGRAM = "histogram";

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

  @Option(names = "--tls", description = "Speak TLS")
  private boolean tls;

  @Override
  public Integer call() throws Exception {
    LogManager.getLogManager().reset();
    int port =
        peer.server()
            .start(new ServerOptions(peer.threads(), largestMessage, broadcast, compression, tls));
    System.out.println(LISTENING + " " + port);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null; ) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case HEAP -> System.out.println(HEAP + " " + liveHeap());
        case PROFILE -> Details.startProfile();
        case FLAME_GRAPH -> {
          Details.writeProfile(Path.of(words[1]));
          System.out.println(FLAME_GRAPH + " 0");
        }
        case HISTOGRAM -> {
          Details.writeHistogram(Path.of(words[1]));
          System.out.println(HISTOGRAM + " 0");
        }
        default -> throw new IllegalArgumentException(line);
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
