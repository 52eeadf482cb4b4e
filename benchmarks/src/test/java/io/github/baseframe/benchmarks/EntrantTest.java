package io.github.baseframe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.benchmarks.clients.Client;
import io.github.baseframe.benchmarks.clients.ClientScenarios;
import io.github.baseframe.benchmarks.load.Scenario;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes part, and what its process is told. */
class EntrantTest {

  @TempDir private Path directory;

  private Path jar(String name) throws IOException {
    return Files.createFile(directory.resolve(name));
  }

  @Test
  void aBuildIsANameAndItsJarsInOrder() throws IOException {
    Path client = jar("client.jar");
    Path protocol = jar("a=b.jar");

    assertThat(Build.parse("old=" + client + File.pathSeparator + protocol))
        .isEqualTo(new Build("old", List.of(client, protocol)));
  }

  @Test
  void aBuildWithoutNameOrJarIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Build.parse("client.jar"))
        .withMessageStartingWith("not NAME=JAR");
    assertThatIllegalArgumentException().isThrownBy(() -> Build.parse("=client.jar"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Build.parse("old=" + directory.resolve("missing.jar")))
        .withMessageStartingWith("no such jar");
    assertThatIllegalArgumentException().isThrownBy(() -> Build.parse("old="));
  }

  @Test
  void theJarsOfABuildComeFirstInTheClassPath() throws IOException {
    Path jar = jar("old.jar");

    assertThat(MeasuredProcess.classPath(List.of(jar)))
        .isEqualTo(jar + File.pathSeparator + System.getProperty("java.class.path"));
  }

  @Test
  void buildsTakePartAsBaseframe() throws IOException {
    Build old = new Build("old", List.of(jar("old.jar")));

    assertThat(Entrant.all(List.of(Client.JDK), Client.BASEFRAME, List.of(old)))
        .containsExactly(
            new Entrant<>("jdk", Client.JDK, List.of()),
            new Entrant<>("old", Client.BASEFRAME, old.jars()));
  }

  @Test
  void noTwoHaveTheSameName() {
    Build build = new Build("jdk", List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Entrant.all(List.of(Client.JDK), Client.BASEFRAME, List.of(build)))
        .withMessage("two are called jdk");
  }

  @Test
  void aProcessIsToldAllOfAScenarioButItsName() {
    for (Scenario scenario : ClientScenarios.ALL) {
      assertThat(DriveCommand.scenario(DriveCommand.details(scenario)))
          .usingRecursiveComparison()
          .ignoringFields("name", "title")
          .isEqualTo(scenario);
    }
  }
}
