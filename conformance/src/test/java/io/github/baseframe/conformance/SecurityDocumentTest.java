package io.github.baseframe.conformance;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/security.md names. */
class SecurityDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final List<String> MODULES =
      List.of("protocol", "nio", "nio-server", "client", "conformance");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, List<Path>> files = testsByName();
    List<MatchResult> named =
        TEST.matcher(Files.readString(ROOT.resolve("docs/security.md"))).results().toList();
    assertThat(named).hasSizeGreaterThan(80);
    assertThat(named)
        .allSatisfy(
            test ->
                assertThat(files.getOrDefault(test.group(1), List.of()))
                    .as(test.group())
                    .anyMatch(file -> read(file).contains(" void " + test.group(2) + "(")));
  }

  private static Map<String, List<Path>> testsByName() throws IOException {
    try (Stream<Path> files =
        MODULES.stream().flatMap(module -> walk(ROOT.resolve(module).resolve("src/test/java")))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(groupingBy(file -> file.getFileName().toString().replace(".java", "")));
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
