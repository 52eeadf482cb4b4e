package io.github.baseframe.conformance.cases;

import io.github.baseframe.protocol.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All cases in the order of their numbers. Those of the Autobahn test suite come first, so that
 * they keep their positions too; sections from 20 on are cases that it does not have.
 *
 * <p>The cases of sections 12 and 13 have 1000 messages each, as the original's. The system
 * property {@value #MESSAGES_PROPERTY} sets another number, for a quick look.
 */
public final class CaseCatalogue {

  /** The system property for the number of messages in each case of sections 12 and 13. */
  public static final String MESSAGES_PROPERTY = "baseframe.conformance.messages";

  private static final int MESSAGES = Integer.getInteger(MESSAGES_PROPERTY, 1000);

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
            MiscellaneousCases.all(),
            CompressionCases.all(MESSAGES),
            ServerHandshakeCases.all(),
            FloodCases.all(),
            CloseRaceCases.all(),
            SegmentationCases.all(),
            ClientHandshakeCases.all(),
            FrameDetailCases.all())
        .flatMap(List::stream)
        .forEach(CaseCatalogue::add);
  }

  private static final List<ConformanceCase> ALL = List.copyOf(BY_ID.values());
  private static final int FIRST_OWN_SECTION = 20;

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
   * Returns the cases that the Autobahn test suite has as well.
   *
   * @return in the order of their numbers
   */
  public static List<ConformanceCase> original() {
    return ALL.stream().filter(each -> section(each) < FIRST_OWN_SECTION).toList();
  }

  private static int section(ConformanceCase one) {
    return Integer.parseInt(one.id().substring(0, one.id().indexOf('.')));
  }

  /**
   * Returns the cases that can be run on a subject: those for servers on a server, those for
   * clients on a client, and all others on both.
   *
   * @param subject its role
   * @return in the order of their numbers
   */
  public static List<ConformanceCase> forSubject(Role subject) {
    return ALL.stream().filter(each -> each.subjects().contains(subject)).toList();
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
