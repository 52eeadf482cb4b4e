package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.peers.Peer;
import io.github.baseframe.benchmarks.peers.ServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under test in a process of its own, and what it costs. */
final class ServerProcess implements AutoCloseable {

  /**
   * The same for all. The last two have a profile name the method that a sample was taken in, not
   * the next one at which the JVM could have stopped; compiled code stays as it is.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-XX:+UseG1GC",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+DebugNonSafepoints");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;
  private final InetSocketAddress address;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    address = new InetSocketAddress("127.0.0.1", Math.toIntExact(answer(ServeCommand.LISTENING)));
  }

  /** Starts a server and waits until it listens; what it says on stderr goes to ours. */
  static ServerProcess start(Peer peer, ServerOptions options, Cores cores) throws IOException {
    List<String> command = new ArrayList<>(cores.pinServer(options.threads()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BenchmarksMain.class.getName(), "serve", peer.toString()));
    command.add("--largest-message=" + options.largestMessage());
    if (options.broadcast()) {
      command.add("--broadcast");
    }
    if (options.compression()) {
      command.add("--compression");
    }
    if (options.tls()) {
      command.add("--tls");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      return new ServerProcess(process);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** User and system time of all its threads so far, in steps of the kernel's clock tick. */
  Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /**
   * The same for the threads that it has now, in nanoseconds, where the system tells; the time of a
   * thread that ends is lost.
   */
  Duration cpuTimeOfThreads() {
    try (Stream<Path> threads = Files.list(proc("task"))) {
      return Duration.ofNanos(threads.mapToLong(ServerProcess::nanosOfThread).sum());
    } catch (IOException e) {
      return cpuTime();
    }
  }

  private static long nanosOfThread(Path thread) {
    try {
      String times = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (IOException e) {
      return 0; // It has just ended.
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Bytes that live on its heap after a full collection. */
  long liveHeap() throws IOException {
    commands.println(ServeCommand.HEAP);
    return answer(ServeCommand.HEAP);
  }

  /** Begins to find out where its time goes. */
  void startProfile() {
    commands.println(ServeCommand.PROFILE);
  }

  /** Has it write where its time went since then. */
  void writeFlameGraph(Path file) throws IOException {
    commands.println(ServeCommand.FLAME_GRAPH + " " + file);
    answer(ServeCommand.FLAME_GRAPH);
  }

  /** Has it write what its heap holds. */
  void writeHistogram(Path file) throws IOException {
    commands.println(ServeCommand.HISTOGRAM + " " + file);
    answer(ServeCommand.HISTOGRAM);
  }

  /** Bytes of memory that it has now, where the system tells. */
  OptionalLong residentBytes() throws IOException {
    return status("VmRSS:");
  }

  /** The most bytes of memory that it had, where the system tells. */
  OptionalLong mostResidentBytes() throws IOException {
    return status("VmHWM:");
  }

  private OptionalLong status(String name) throws IOException {
    Path status = proc("status");
    if (!Files.exists(status)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /** Reads lines until one begins with this word, and returns the number behind it. */
  private long answer(String word) throws IOException {
    for (String line; (line = answers.readLine()) != null; ) {
      if (line.startsWith(word + " ")) {
        return Long.parseLong(line.substring(word.length() + 1));
      }
    }
    throw new IOException("the server has ended");
  }

  /** Ends the process at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
