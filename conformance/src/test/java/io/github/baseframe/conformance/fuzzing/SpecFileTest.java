package io.github.baseframe.conformance.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecFileTest {

  @TempDir private Path directory;

  private SpecFile read(String json) throws IOException {
    return SpecFile.read(Files.writeString(directory.resolve("spec.json"), json));
  }

  @Test
  void theSpecOfAFuzzingClientIsReadAsItIs() throws IOException {
    SpecFile spec =
        read(
            """
            {"options": {"failByDrop": false}, "outdir": "./reports/servers",
             "servers": [{"agent": "A", "url": "ws://a:9001", "options": {"version": 18}},
                         {"url": "ws://b"}],
             "cases": ["1.*", "2.1"], "exclude-cases": ["1.2.*"],
             "exclude-agent-cases": {"A*": ["1.1.1"]}}
            """);

    assertThat(spec)
        .isEqualTo(
            new SpecFile(
                null,
                List.of(
                    new SpecFile.Server("A", "ws://a:9001"),
                    new SpecFile.Server("UnknownServer", "ws://b")),
                "./reports/servers",
                List.of("1.*", "2.1"),
                List.of("1.2.*"),
                Map.of("A*", List.of("1.1.1"))));
  }

  @Test
  void theSpecOfAFuzzingServerIsReadAsItIs() throws IOException {
    SpecFile spec = read("{\"url\": \"ws://127.0.0.1:9001\", \"webport\": 0, \"cases\": [\"*\"]}");

    assertThat(spec.url()).isEqualTo("ws://127.0.0.1:9001");
    assertThat(spec.servers()).isEmpty();
  }

  @Test
  void whatIsNotSaidIsEverything() throws IOException {
    assertThat(read("{}"))
        .isEqualTo(new SpecFile(null, List.of(), null, List.of("*"), List.of(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\n\"cases\": [}' | line 2: no JSON",
        "nonsense | line 1: no JSON",
        "'' | no JSON object",
        "[] | no JSON object",
        "{\"outdir\": 1} | outdir is not a string",
        "{\"cases\": \"*\"} | cases is not an array of strings",
        "{\"cases\": [1]} | cases is not an array of strings",
        "{\"exclude-cases\": {\"a\": \"b\"}} | exclude-cases is not an array of strings",
        "{\"exclude-agent-cases\": []} | exclude-agent-cases is not an object",
        "{\"exclude-agent-cases\": {\"a\": [[]]}} | exclude-agent-cases.a is not an array of strings",
        "{\"servers\": {}} | servers is not an array",
        "{\"servers\": [{\"url\": \"ws://a\"}, {}]} | servers[1].url is missing",
        "{\"servers\": [{\"url\": \"ws://a\", \"agent\": 1}]} | servers[0].agent is not a string"
      })
  void whatMakesNoSenseIsToldWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(message);
  }
}
