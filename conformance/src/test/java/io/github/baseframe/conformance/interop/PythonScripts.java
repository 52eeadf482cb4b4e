package io.github.baseframe.conformance.interop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts of {@code src/test/python}: the library websockets, as Debian has it. */
final class PythonScripts {
  private static final String PYTHON = "/usr/bin/python3";

  private PythonScripts() {}

  /** Says what the scripts need and this machine does not have. */
  static Optional<String> missing() throws Exception {
    try (ChildProcess python = ChildProcess.start(List.of(PYTHON, "-c", "import websockets"))) {
      if (python.exitStatus() == 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      // Told below.
    }
    return Optional.of("the library websockets is missing: apt-get install python3-websockets");
  }

  static List<String> command(String script, String... arguments) {
    return Stream.concat(Stream.of(PYTHON, "src/test/python/" + script), Stream.of(arguments))
        .toList();
  }
}
