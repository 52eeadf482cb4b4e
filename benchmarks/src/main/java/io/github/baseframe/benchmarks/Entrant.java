package io.github.baseframe.benchmarks;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who takes part in a comparison.
 *
 * @param <T> what servers or clients there are
 * @param name what the report calls it
 * @param kind which of them it is
 * @param jars what stands in front of the class path of its process
 */
record Entrant<T>(String name, T kind, List<Path> jars) {

  /** One that is what this program contains. */
  static <T> Entrant<T> of(T kind) {
    return new Entrant<>(kind.toString(), kind, List.of());
  }

  /**
   * Lists all that take part.
   *
   * @param kinds those that this program contains
   * @param baseframe which of them other builds of Baseframe are
   * @param builds those
   * @throws IllegalArgumentException if two have the same name
   */
  static <T> List<Entrant<T>> all(List<T> kinds, T baseframe, List<Build> builds) {
    List<Entrant<T>> entrants =
        Stream.concat(
                kinds.stream().map(Entrant::of),
                builds.stream().map(build -> new Entrant<>(build.name(), baseframe, build.jars())))
            .toList();
    Set<String> names = new HashSet<>();
    for (Entrant<T> entrant : entrants) {
      if (!names.add(entrant.name())) {
        throw new IllegalArgumentException("two are called " + entrant.name());
      }
    }
    return entrants;
  }
}
