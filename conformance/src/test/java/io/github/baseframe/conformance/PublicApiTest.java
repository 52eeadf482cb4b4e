package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What users can see of Baseframe is a decision, written down in {@code public-api.txt}. */
class PublicApiTest {
  @Test
  void publicTypesAreExactlyTheListedOnes() throws IOException {
    assertThat(publicTypes())
        .as(
            "The public types of the exported packages differ from"
                + " conformance/src/test/resources/public-api.txt. Make a type package-private"
                + " unless users need it; if they do, add its name to that file (remove the name of"
                + " a type that is gone).")
        .containsExactlyInAnyOrderElementsOf(listedTypes());
  }

  @Test
  void theModulesAreExactlyTheThreeThatUsersDependOnTheirDriverAndTheTestkit() throws IOException {
    assertThat(modules())
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrder(
            "io.github.baseframe.protocol",
            "io.github.baseframe.nio",
            "io.github.baseframe.testkit",
            "io.github.baseframe.server",
            "io.github.baseframe.client");
  }

  private static Set<String> publicTypes() throws IOException {
    Set<String> exported =
        modules().stream()
            .flatMap(module -> module.exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(exported).stream()
            .filter(type -> exported.contains(type.getPackageName()))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
  }

  private static List<String> listedTypes() throws IOException {
    try (InputStream list = PublicApiTest.class.getResourceAsStream("/public-api.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static List<ModuleDescriptor> modules() throws IOException {
    ClassLoader loader = PublicApiTest.class.getClassLoader();
    return Collections.list(loader.getResources("module-info.class")).stream()
        .map(PublicApiTest::read)
        .filter(module -> module.name().startsWith("io.github.baseframe."))
        .toList();
  }

  private static ModuleDescriptor read(URL descriptor) {
    try (InputStream bytes = descriptor.openStream()) {
      return ModuleDescriptor.read(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
