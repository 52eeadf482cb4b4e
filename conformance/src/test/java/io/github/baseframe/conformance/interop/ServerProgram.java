package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Our server program, as a process of its own. */
public final class ServerProgram implements AutoCloseable {
  static final String MAIN_CLASS = "io.github.baseframe.server.program.ServerMain";

  private static final String GREETING = "listening on ";

  private final ChildProcess process;
  private final String uri;

  /** Starts it on a port that is free, with more flags, and waits until it listens. */
  public ServerProgram(String... flags) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(flags));
    process = ChildProcess.startJava(MAIN_CLASS, arguments.toArray(String[]::new));
    String line = process.line();
    assertThat(line).matches(GREETING + "ws://127\\.0\\.0\\.1:\\d+/");
    uri = line.substring(GREETING.length());
  }

  ChildProcess process() {
    return process;
  }

  String pid() {
    return Long.toString(process.pid());
  }

  /** Returns {@code ws://127.0.0.1:PORT} and a path. */
  public String uri(String path) {
    return uri + path.substring(1);
  }

  @Override
  public void close() {
    process.close();
  }
}
