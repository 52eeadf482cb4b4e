package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 7.4 and the registry of close codes at IANA that it founds. */
class CloseCodeTest {

  /** The codes that the registry gives a meaning and that may travel. */
  private static final Set<Integer> REGISTERED =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);

  @Test
  void registeredCodesAndThoseOfLibrariesAndApplicationsMayTravelAndNoOthers() {
    for (int code = 0; code <= 0xFFFF; code++) {
      boolean library = code / 1000 == 3;
      boolean application = code / 1000 == 4;

      assertThat(CloseCode.isValidOnTheWire(code))
          .as("%d", code)
          .isEqualTo(REGISTERED.contains(code) || library || application);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -1000, 65536 + 1000, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void whatIsNoNumberOf16BitsMayNotTravel(int code) {
    assertThat(CloseCode.isValidOnTheWire(code)).isFalse();
  }

  @Test
  void theNamesStandForTheNumbersOfTheRegistry() {
    assertThat(
            new int[] {
              CloseCode.NORMAL,
              CloseCode.GOING_AWAY,
              CloseCode.PROTOCOL_ERROR,
              CloseCode.UNSUPPORTED_DATA,
              CloseCode.NO_STATUS_RECEIVED,
              CloseCode.ABNORMAL_CLOSURE,
              CloseCode.INVALID_PAYLOAD,
              CloseCode.POLICY_VIOLATION,
              CloseCode.MESSAGE_TOO_BIG,
              CloseCode.MANDATORY_EXTENSION,
              CloseCode.INTERNAL_ERROR,
              CloseCode.SERVICE_RESTART,
              CloseCode.TRY_AGAIN_LATER,
              CloseCode.BAD_GATEWAY
            })
        .containsExactly(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);
  }
}
