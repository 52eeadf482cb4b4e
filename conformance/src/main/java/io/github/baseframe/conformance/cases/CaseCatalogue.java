package io.github.baseframe.conformance.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All cases in the order of their numbers. */
public final class CaseCatalogue {

  private static final Map<String, ConformanceCase> BY_ID = new LinkedHashMap<>();

  static {
    Stream.of(
            FramingCases.all(),
            PingPongCases.all(),
            ReservedBitCases.all(),
            OpcodeCases.all(),
            FragmentationCases.all(),
            Utf8Cases.all(),
            Utf8SequenceCases.all(),
            CloseCases.all(),
            LimitsCases.all(),
            MiscellaneousCases.all())
        .flatMap(List::stream)
        .forEach(CaseCatalogue::add);
  }

  private static final List<ConformanceCase> ALL = List.copyOf(BY_ID.values());

  private CaseCatalogue() {}

  private static void add(ConformanceCase conformanceCase) {
    if (BY_ID.put(conformanceCase.id(), conformanceCase) != null) {
      throw new IllegalStateException("two cases " + conformanceCase.id());
    }
  }

  /**
   * Returns all cases.
   *
   * @return in the order of their numbers, 6.4 before 6.23
   */
  public static List<ConformanceCase> all() {
    return ALL;
  }

  /**
   * Finds a case.
   *
   * @param id its number
   * @return the case
   * @throws IllegalArgumentException if there is none
   */
  public static ConformanceCase find(String id) {
    ConformanceCase found = BY_ID.get(id);
    if (found == null) {
      throw new IllegalArgumentException("there is no case " + id);
    }
    return found;
  }
}
