package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A program that a test runs. Closing it ends it and all that it has started. */
public final class ChildProcess implements AutoCloseable {
  private static final String END = new String("end of output");

  private final Process process;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final FutureTask<String> errors;

  private ChildProcess(Process process) {
    this.process = process;
    this.errors = new FutureTask<>(() -> readAll(process.getErrorStream()));
    startThread(this::readOutput);
    startThread(errors);
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(work, "child process");
    thread.setDaemon(true);
    thread.start();
  }

  public static ChildProcess start(List<String> command) throws IOException {
    return new ChildProcess(new ProcessBuilder(command).start());
  }

  /** Starts the main class of one of our programs, as its jar would. */
  public static ChildProcess startJava(String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return start(command);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the next line of stdout; null at its end. */
  String line() {
    return line(Waiting.DEADLINE_SECONDS);
  }

  /** Waits so many seconds for the next line of stdout; null at its end. */
  public String line(long seconds) {
    String line = Waiting.next(output, "a line of output", seconds);
    if (line == END) {
      output.add(END);
      return null;
    }
    return line;
  }

  /** Passes on every further line of stdout, on a thread of its own. */
  void forEachLine(Consumer<String> consumer) {
    startThread(() -> passOn(consumer));
  }

  private void passOn(Consumer<String> consumer) {
    try {
      for (String line = output.take(); line != END; line = output.take()) {
        consumer.accept(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it listens at a port of this machine; fails if it ends before. */
  void awaitListening(int port) throws Exception {
    while (process.isAlive()) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError(errors());
  }

  /** Writes a line to stdin. */
  void type(String line) throws IOException {
    process.outputWriter(UTF_8).append(line).append('\n').flush();
  }

  /** Ends stdin. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end; returns the exit status. */
  public int exitStatus() throws InterruptedException {
    if (!process.waitFor(Waiting.DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end");
    }
    return process.exitValue();
  }

  /** Waits for the end of stderr; returns all of it. */
  public String errors() throws Exception {
    try {
      return errors.get(Waiting.DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the process does not end", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      // The stream breaks off when the process is killed.
    } finally {
      output.add(END);
    }
  }

  private static String readAll(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
