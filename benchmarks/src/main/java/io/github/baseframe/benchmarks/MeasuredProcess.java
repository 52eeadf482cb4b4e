package io.github.baseframe.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server or client under test in a process of its own, what it is told, and what it costs. */
final class MeasuredProcess implements AutoCloseable {

  /** A heap that stays as it is. */
  static final List<String> FIXED_HEAP = List.of("-Xms1g", "-Xmx1g");

  /** A heap that is given back where nothing lives on it, so that what is resident is in use. */
  static final List<String> SHRINKING_HEAP = List.of("-Xms8m", "-Xmx1g");

  /**
   * The same for all. A compiler thread that ended would take its CPU time with it. The last two
   * have a profile name the method that a sample was taken in, not the next one at which the JVM
   * could have stopped; compiled code stays as it is.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseG1GC",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+DebugNonSafepoints");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  private MeasuredProcess(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts this program once more; what it says on stderr goes to ours.
   *
   * @param prefix what comes before the command, such as taskset
   * @param heap one of the two
   * @param jars what stands in front of the class path
   * @param arguments the command line
   */
  static MeasuredProcess start(
      List<String> prefix, List<String> heap, List<Path> jars, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(heap);
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", classPath(jars), BenchmarksMain.class.getName()));
    command.addAll(arguments);
    return new MeasuredProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Returns the class path of this process, and these in front of it. */
  static String classPath(List<Path> jars) {
    return Stream.concat(
            jars.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Has an {@linkplain Orders order} obeyed, and returns the result. */
  String tell(String word, Object... details) throws IOException {
    commands.println(
        Stream.concat(Stream.of(word), Stream.of(details))
            .map(Object::toString)
            .collect(Collectors.joining(" ")));
    return answer(word);
  }

  /** Reads lines until one begins with this word, and returns what is behind it. */
  String answer(String word) throws IOException {
    for (String line; (line = answers.readLine()) != null; ) {
      if (line.startsWith(word + " ")) {
        return line.substring(word.length() + 1);
      }
    }
    throw new IOException("the process has ended");
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
      return Duration.ofNanos(threads.mapToLong(MeasuredProcess::nanosOfThread).sum());
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
    return Long.parseLong(tell(Orders.HEAP));
  }

  /** Threads of Java that it has now. */
  int threads() throws IOException {
    return Integer.parseInt(tell(Orders.THREADS));
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
