package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unit of docs/operations, as far as systemd judges it without running it. */
@Timeout(60)
class SystemdUnitTest {
  private static final Path UNIT = Path.of("..", "docs", "operations", "baseframe.service");

  @TempDir Path directory;

  @Test
  void systemdFindsNothingWrongWithTheUnit() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String text = Files.readString(UNIT);
    assertThat(text).contains("ExecStart=/usr/bin/java ");
    Path unit = directory.resolve("baseframe.service");
    Files.writeString(unit, text.replace("/usr/bin/java", java));
    try (ChildProcess verify =
        ChildProcess.start(List.of("systemd-analyze", "verify", "--man=no", unit.toString()))) {
      assertThat(verify.errors()).isEmpty();
      assertThat(verify.exitStatus()).isZero();
    } catch (IOException e) {
      NodeScripts.skip("systemd-analyze is missing: apt-get install systemd");
    }
  }
}
