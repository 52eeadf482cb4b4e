package io.github.baseframe.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the inputs of each target that tests have told or fuzzing has found: one file each, in a
 * folder that is named like the target. {@code mvn -Pfuzz} looks for more.
 */
class CorpusTest {

  /** A target, as a fuzzer calls it. */
  private interface Target {
    void run(byte[] data) throws Exception;
  }

  private static final Map<String, Target> TARGETS =
      Map.of(
          "FrameFuzzer", FrameFuzzer::fuzzerTestOneInput,
          "HttpHeadFuzzer", HttpHeadFuzzer::fuzzerTestOneInput,
          "ExtensionHeaderFuzzer", ExtensionHeaderFuzzer::fuzzerTestOneInput,
          "UriFuzzer", UriFuzzer::fuzzerTestOneInput,
          "ProxyHeaderFuzzer", ProxyHeaderFuzzer::fuzzerTestOneInput,
          "TlsFuzzer", TlsFuzzer::fuzzerTestOneInput,
          "InflaterFuzzer", InflaterFuzzer::fuzzerTestOneInput);

  private static Path corpora() throws URISyntaxException {
    return Path.of(CorpusTest.class.getResource("/fuzz").toURI());
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static Stream<Arguments> inputs() throws IOException, URISyntaxException {
    Stream.Builder<Arguments> inputs = Stream.builder();
    for (Path folder : filesIn(corpora())) {
      String target = folder.getFileName().toString();
      for (Path file : filesIn(folder)) {
        inputs.add(Arguments.of(target, file.getFileName().toString()));
      }
    }
    return inputs.build();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void noKnownInputDoesHarm(String target, String input) throws Exception {
    TARGETS.get(target).run(Files.readAllBytes(corpora().resolve(target).resolve(input)));
  }

  @Test
  void everyTargetHasACorpus() throws IOException, URISyntaxException {
    assertThat(filesIn(corpora()).stream().map(folder -> folder.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
  }

  @Test
  void everyTargetTakesNothingAtAll() {
    TARGETS.forEach(
        (name, target) -> {
          try {
            target.run(new byte[0]);
          } catch (Exception e) {
            fail(name, e);
          }
        });
  }
}
