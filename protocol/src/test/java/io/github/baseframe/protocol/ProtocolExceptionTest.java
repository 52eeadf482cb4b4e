package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProtocolExceptionTest {

  @Test
  void itSaysWhatTheRuleSaysUnlessThereIsMoreToSay() {
    assertThat(new ProtocolException(Rule.RESERVED_OPCODE))
        .hasMessage("the opcode is reserved")
        .returns(Rule.RESERVED_OPCODE, ProtocolException::rule)
        .returns(1002, ProtocolException::closeCode);
    assertThat(new ProtocolException(Rule.TEXT_NOT_UTF8, "more"))
        .hasMessage("more")
        .returns(Rule.TEXT_NOT_UTF8, ProtocolException::rule)
        .returns(1007, ProtocolException::closeCode);
  }

  @Test
  void itCostsNoStackTrace() {
    ProtocolException broken = new ProtocolException(Rule.RESERVED_BIT);
    broken.addSuppressed(new IllegalStateException());

    assertThat(broken.getStackTrace()).isEmpty();
    assertThat(broken.getSuppressed()).isEmpty();
  }

  @Test
  void aRuleOfTheOpeningHandshakeHasNoPlaceInACloseFrame() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProtocolException(Rule.HOST_MISSING))
        .withMessage("HOST_MISSING is not told in a Close frame");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProtocolException(Rule.STATUS_NOT_101));
  }
}
