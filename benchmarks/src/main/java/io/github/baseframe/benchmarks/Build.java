package io.github.baseframe.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Another build of Baseframe, such as that of an older commit.
 *
 * @param name what the report calls it
 * @param jars what stands in front of the class path of its process
 */
record Build(String name, List<Path> jars) {

  /**
   * Understands {@code NAME=JAR[:JAR...]}.
   *
   * @throws IllegalArgumentException if it is anything else, or a jar is missing
   */
  static Build parse(String text) {
    int end = text.indexOf('=');
    if (end < 1) {
      throw new IllegalArgumentException("not NAME=JAR[" + File.pathSeparator + "JAR...]: " + text);
    }
    List<Path> jars =
        Arrays.stream(text.substring(end + 1).split(File.pathSeparator)).map(Path::of).toList();
    for (Path jar : jars) {
      if (!Files.isReadable(jar) || jar.toString().isEmpty()) {
        throw new IllegalArgumentException("no such jar: " + jar);
      }
    }
    return new Build(text.substring(0, end), jars);
  }
}
