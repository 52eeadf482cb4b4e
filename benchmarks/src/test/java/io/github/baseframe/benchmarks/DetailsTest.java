package io.github.baseframe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DetailsTest {

  @TempDir private Path directory;

  @Test
  void theHistogramCountsObjectsByClass() throws Exception {
    Path file = directory.resolve("histogram.txt");

    Details.writeHistogram(file);

    assertThat(file).content().contains("#instances", "java.lang.String");
  }

  @Test
  @EnabledOnOs(
      value = {OS.LINUX, OS.MAC},
      disabledReason = "the profiler comes for these systems")
  void theProfileIsAPageAndATextOfStacks() throws Exception {
    Path file = directory.resolve("flame-graph.html");

    Details.startProfile();
    Details.writeProfile(file);

    assertThat(file).content().contains("<html");
    assertThat(directory.resolve("flame-graph.html.txt")).exists();
  }
}
