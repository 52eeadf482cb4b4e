package io.github.baseframe.conformance.original;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.engine.EchoSubjectServer;
import io.github.baseframe.conformance.interop.ChildProcess;
import io.github.baseframe.conformance.interop.ServerProgram;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Servers that echo, to be tested: {@code baseframe} (the server program), {@code ws} (on Node.js),
 * {@code broken} (the subjects that our own tests have, right and wrong) or some of them by their
 * names, such as {@code ECHOES_TWICE}, and the peers of the benchmarks by the names that they have
 * there.
 */
final class EchoServers implements AutoCloseable {

  private static final Path WS = Path.of("src/test/node/ws-echo.mjs");
  private static final Path PEERS = Path.of("../benchmarks/target/baseframe-benchmarks.jar");
  private static final String LISTENING = "listening ";
  private static final long START_SECONDS = 20;

  /** The Autobahn test suite cannot write a report on such reasons, and never ends. */
  private static final String HANGS_THE_ORIGINAL = "SENDS_REASONS_THAT_ARE_NOT_UTF8";

  private final List<Closeable> started = new ArrayList<>();
  private final Map<String, String> urls = new LinkedHashMap<>();

  void start(String name) throws Exception {
    switch (name) {
      case "baseframe" -> {
        ServerProgram server = new ServerProgram();
        started.add(server::close);
        urls.put(name, server.uri("/"));
      }
      case "broken" -> {
        urls.putAll(startSubjects());
        urls.remove(HANGS_THE_ORIGINAL);
      }
      case "ws" -> urls.put(name, "ws://127.0.0.1:" + start(List.of("node", WS.toString())) + "/");
      default -> {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
          String url = startSubjects().get(name);
          assertThat(url).as("the subject %s", name).isNotNull();
          urls.put(name, url);
          return;
        }
        assertThat(Files.exists(PEERS)).as("the file %s, which has %s", PEERS, name).isTrue();
        int port = start(List.of("java", "-jar", PEERS.toString(), "serve", name));
        urls.put(name, "ws://127.0.0.1:" + port + "/echo");
      }
    }
  }

  private Map<String, String> startSubjects() throws IOException {
    EchoSubjectServer server = new EchoSubjectServer();
    started.add(server::close);
    return server.urls();
  }

  private int start(List<String> command) throws Exception {
    ChildProcess process = ChildProcess.start(command);
    started.add(process::close);
    String line = process.line(START_SECONDS);
    assertThat(line).as("first line of %s", command).startsWith(LISTENING);
    return Integer.parseInt(line.substring(LISTENING.length()));
  }

  /** Returns where they echo, by their names. */
  Map<String, String> urls() {
    return urls;
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : started) {
      each.close();
    }
  }
}
