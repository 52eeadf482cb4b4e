package io.github.baseframe.benchmarks.attack;

import io.github.baseframe.benchmarks.peers.Keys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Baseframe's server program in a process of its own, with what it writes in a file. */
final class AttackedServer implements AutoCloseable {

  private static final String PROGRAM = "io.github.baseframe.server.program.ServerMain";
  private static final Pattern LISTENING = Pattern.compile("listening on wss?://.*:(\\d+)/");
  private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path log;
  private final InetSocketAddress address;

  /** What it holds at the moment; empty where the system or the process does not tell. */
  record Memory(OptionalLong liveHeapBytes, OptionalLong residentBytes, OptionalLong descriptors) {}

  private AttackedServer(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    try {
      this.address = new InetSocketAddress("127.0.0.1", awaitPort());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Starts one and waits until it listens. */
  static AttackedServer start(AttackSettings settings, Kind kind) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaTool("java"));
    command.addAll(settings.jvmOptions());
    command.addAll(List.of("-cp", settings.classPath(), PROGRAM, "--port", "0"));
    if (kind.tls()) {
      command.addAll(keystoreOptions(settings.directory()));
    }
    command.addAll(settings.serverOptions());
    Path log = settings.directory().resolve(kind + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new AttackedServer(process, log);
  }

  private static String javaTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static List<String> keystoreOptions(Path directory) throws IOException {
    Path keystore = directory.resolve("server.p12");
    Path password = Files.writeString(directory.resolve("password"), Keys.PASSWORD);
    try (OutputStream out = Files.newOutputStream(keystore)) {
      KeyStore store = Keys.keyStore();
      store.store(out, Keys.PASSWORD.toCharArray());
    } catch (Exception e) {
      throw new IOException("no key for the server: " + e.getMessage(), e);
    }
    return List.of("--keystore", keystore.toString(), "--keystore-password", password.toString());
  }

  private int awaitPort() throws IOException {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < START_NANOS) {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IOException("the server does not start: " + Files.readString(log));
  }

  InetSocketAddress address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Says how many descriptors are open. */
  OptionalLong descriptors() {
    try (Stream<Path> open = Files.list(proc("fd"))) {
      return OptionalLong.of(open.count());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Says what it holds after a full collection. */
  Memory memory() throws IOException {
    return new Memory(liveHeapBytes(), status("VmRSS:"), descriptors());
  }

  /** Says the most bytes of memory that it has had. */
  OptionalLong mostResidentBytes() throws IOException {
    return status("VmHWM:");
  }

  /**
   * A class histogram counts what lives, whichever collector there is, and needs no agent. It does
   * not collect itself where that would have to wait.
   */
  private OptionalLong liveHeapBytes() throws IOException {
    askVirtualMachine("GC.run");
    Matcher total = LIVE_BYTES.matcher(askVirtualMachine("GC.class_histogram"));
    return total.find() ? OptionalLong.of(Long.parseLong(total.group(1))) : OptionalLong.empty();
  }

  /** Returns the answer; something else if there is none within the time. */
  private String askVirtualMachine(String command) throws IOException {
    Path answer = log.resolveSibling("answer");
    Process tool =
        new ProcessBuilder(javaTool("jcmd"), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    if (!ended(tool)) {
      tool.destroyForcibly();
    }
    return Files.readString(answer);
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

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Says how many lines it has written besides that it listens. */
  long logLines() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> !LISTENING.matcher(line).matches()).count();
    }
  }

  /** Asks it to end, and returns its exit status; empty if it had to be killed. */
  OptionalLong end() {
    process.destroy();
    return ended(process) ? OptionalLong.of(process.exitValue()) : OptionalLong.empty();
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends it at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    ended(process);
  }
}
