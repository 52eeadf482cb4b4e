package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 5, rule by rule, at both ends. */
class FrameRulesTest {

  private static final int FIN = 0x80;
  private static final Limits LIMITS = Limits.DEFAULT.withMaxFrameBytes(1000);

  private Role role = Role.SERVER;
  private boolean fragmented;
  private boolean rsv1Allowed;

  @Test
  void aClientMustMaskAllFrames() {
    for (int opcode : new int[] {1, 2, 8, 9, 10}) {
      assertRefused(Rule.UNMASKED_CLIENT_FRAME, header(FIN | opcode, false, 0), Role.SERVER);
      assertAllowed(header(FIN | opcode, true, 0), Role.SERVER);
    }
  }

  @Test
  void aServerMustNotMaskAnyFrame() {
    for (int opcode : new int[] {1, 2, 8, 9, 10}) {
      assertRefused(Rule.MASKED_SERVER_FRAME, header(FIN | opcode, true, 0), Role.CLIENT);
      assertAllowed(header(FIN | opcode, false, 0), Role.CLIENT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void reservedOpcodesAreRefused(int opcode) {
    for (Role each : Role.values()) {
      assertRefused(Rule.RESERVED_OPCODE, from(each, FIN | opcode, 0), each);
      assertRefused(Rule.RESERVED_OPCODE, from(each, opcode, 0), each);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
  void reservedBitsAreRefusedOnEveryFrame(int bits) {
    for (Role each : Role.values()) {
      for (Opcode opcode : Opcode.values()) {
        fragmented = opcode == Opcode.CONTINUATION;
        assertRefused(Rule.RESERVED_BIT, from(each, FIN | bits | opcode.bits(), 0), each);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rsv1IsAllowedOnTheFirstFrameOfAMessageWhereAnExtensionUsesIt(Role each) {
    rsv1Allowed = true;

    assertAllowed(from(each, 0xC1, 0), each);
    assertAllowed(from(each, 0x42, 0), each);
    fragmented = true;
    assertRefused(Rule.RESERVED_BIT, from(each, 0xC0, 0), each);
  }

  @ParameterizedTest
  @EnumSource
  void anExtensionThatUsesRsv1GivesNoMeaningToItOnControlFramesNorToTheOtherBits(Role each) {
    rsv1Allowed = true;

    for (int firstByte : new int[] {0xC8, 0xC9, 0xCA, 0xA1, 0x91, 0xE1, 0xD1}) {
      assertRefused(Rule.RESERVED_BIT, from(each, firstByte, 0), each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void controlFramesMustBeFinal(Role each) {
    for (int firstByte : new int[] {0x08, 0x09, 0x0A}) {
      assertRefused(Rule.CONTROL_FRAME_FRAGMENTED, from(each, firstByte, 0), each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void controlFramesHaveAtMost125BytesOfPayload(Role each) {
    for (int firstByte : new int[] {0x88, 0x89, 0x8A}) {
      assertAllowed(from(each, firstByte, 125), each);
      assertRefused(Rule.CONTROL_FRAME_TOO_LONG, from(each, firstByte, 126), each);
      assertRefused(Rule.CONTROL_FRAME_TOO_LONG, from(each, firstByte, Long.MAX_VALUE), each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void controlFramesMayComeBetweenTheFragmentsOfAMessage(Role each) {
    fragmented = true;

    for (int firstByte : new int[] {0x88, 0x89, 0x8A}) {
      assertAllowed(from(each, firstByte, 5), each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aContinuationNeedsAMessageToContinue(Role each) {
    assertRefused(Rule.NOTHING_TO_CONTINUE, from(each, 0x80, 0), each);
    assertRefused(Rule.NOTHING_TO_CONTINUE, from(each, 0x00, 0), each);
    fragmented = true;
    assertAllowed(from(each, 0x80, 0), each);
    assertAllowed(from(each, 0x00, 0), each);
  }

  @ParameterizedTest
  @EnumSource
  void aNewMessageMustNotBeginInsideOfAnother(Role each) {
    for (int firstByte : new int[] {0x81, 0x82, 0x01, 0x02}) {
      fragmented = true;
      assertRefused(Rule.MESSAGE_NOT_FINISHED, from(each, firstByte, 0), each);
      fragmented = false;
      assertAllowed(from(each, firstByte, 0), each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameMayBeAsLargeAsTheLimitAndNotAByteLarger(Role each) {
    assertAllowed(from(each, 0x82, 1000), each);
    assertRefused(Rule.FRAME_TOO_BIG, from(each, 0x82, 1001), each);
    assertRefused(Rule.FRAME_TOO_BIG, from(each, 0x01, Long.MAX_VALUE), each);
    fragmented = true;
    assertRefused(Rule.FRAME_TOO_BIG, from(each, 0x80, 1001), each);
  }

  @Test
  void thePeerIsToldTheNumbersThatItDidNotKeepTo() {
    assertThat(check(from(role, 0x83, 0))).hasMessage("opcode 3 is reserved");
    assertThat(check(from(role, 0x89, 126)))
        .hasMessage("a control frame has at most 125 bytes of payload");
    assertThat(check(from(role, 0x82, 1001))).hasMessage("a frame may have at most 1000 bytes");
  }

  /** What the tests above do not name is allowed, and nothing else. */
  @Test
  void everyCombinationIsJudgedByTheseRulesAlone() {
    Set<Integer> opcodes = Set.of(0, 1, 2, 8, 9, 10);
    for (int combination = 0; combination < 256 * 16; combination++) {
      int first = combination & 255;
      boolean masked = (combination & 256) != 0;
      fragmented = (combination & 512) != 0;
      rsv1Allowed = (combination & 1024) != 0;
      role = (combination & 2048) != 0 ? Role.SERVER : Role.CLIENT;
      int opcode = first & 15;
      boolean control = opcode >= 8;
      boolean legal =
          opcodes.contains(opcode)
              && (first & 0x30) == 0
              && ((first & 0x40) == 0 || rsv1Allowed && (opcode == 1 || opcode == 2))
              && masked == (role == Role.SERVER)
              && (control ? first >= 0x80 : (opcode == 0) == fragmented);

      ProtocolException broken = check(header(first, masked, 125));

      assertThat(broken == null).as("combination %x", combination).isEqualTo(legal);
    }
  }

  private void assertRefused(Rule rule, FrameHeader header, Role at) {
    role = at;
    ProtocolException broken = check(header);
    assertThat(broken.rule()).isEqualTo(rule);
    assertThatCode(() -> CloseReason.of(broken.closeCode(), broken.getMessage()))
        .doesNotThrowAnyException();
  }

  private void assertAllowed(FrameHeader header, Role at) {
    role = at;
    assertThat(check(header)).isNull();
  }

  private ProtocolException check(FrameHeader header) {
    return catchThrowableOfType(
        ProtocolException.class,
        () -> FrameRules.check(header, role, fragmented, rsv1Allowed, LIMITS));
  }

  /** A header that is masked as it must be for the one who gets it. */
  private static FrameHeader from(Role receiver, int firstByte, long length) {
    return header(firstByte, receiver == Role.SERVER, length);
  }

  private static FrameHeader header(int firstByte, boolean masked, long length) {
    return new FrameHeader().set(firstByte, masked, 0, length);
  }
}
