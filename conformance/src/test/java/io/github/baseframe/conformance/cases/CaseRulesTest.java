package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.handshake.ClientHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.protocol.handshake.WebSocketUri;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rules the tester breaks to see whether they are enforced. */
class CaseRulesTest {

  /** Rules of RFC 6455 itself; limits are each endpoint's own. */
  private static Stream<Rule> rulesOfFramesMessagesAndClosing() {
    return Stream.of(Rule.values())
        .filter(rule -> CloseCode.isValidOnTheWire(rule.code()))
        .filter(rule -> rule.code() != CloseCode.MESSAGE_TOO_BIG)
        .filter(rule -> rule.rfc().equals("RFC 6455"));
  }

  private static boolean canBeBrokenFor(Role subject, Rule rule) {
    return switch (rule) {
      case UNMASKED_CLIENT_FRAME -> subject == Role.SERVER;
      case MASKED_SERVER_FRAME -> subject == Role.CLIENT;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("rulesOfFramesMessagesAndClosing")
  void everyRuleOfFramesMessagesAndClosingIsBrokenByACaseForEachSide(Rule rule) {
    for (Role subject : Role.values()) {
      boolean broken =
          CaseCatalogue.forSubject(subject).stream()
              .anyMatch(each -> each.broken().get(subject) == rule);

      assertThat(broken).as("for a %s", subject).isEqualTo(canBeBrokenFor(subject, rule));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubjectFailsWithTheCodeOfTheRuleThatTheCaseBreaks(Role subject) {
    assertThat(CaseCatalogue.forSubject(subject))
        .filteredOn(each -> each.broken().containsKey(subject))
        .filteredOn(each -> CloseCode.isValidOnTheWire(each.broken().get(subject).code()))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            each -> assertThat(each.closing().codes()).contains(each.broken().get(subject).code()));
  }

  @Test
  void aRequestBreaksTheRuleThatItsCaseNames() {
    List<ConformanceCase> requests = breakingAHandshake(Role.SERVER);

    assertThat(requests).hasSizeGreaterThan(50);
    assertThat(requests)
        .allSatisfy(
            each -> {
              String head =
                  each.handshake()
                      .head()
                      .replace("{host}", "localhost")
                      .replace("{path}", "/")
                      .replace("{key}", "dGhlIHNhbXBsZSBub25jZQ==");
              assertThat(
                      brokenBy(
                          () ->
                              ServerHandshake.accept(
                                  parse(Role.SERVER, head), HandshakeSettings.DEFAULT)))
                  .isEqualTo(each.broken().get(Role.SERVER));
            });
  }

  @Test
  void aResponseBreaksTheRuleThatItsCaseNames() {
    List<ConformanceCase> responses = breakingAHandshake(Role.CLIENT);

    assertThat(responses).hasSizeGreaterThan(30);
    assertThat(responses)
        .allSatisfy(
            each ->
                assertThat(brokenBy(() -> verify(each.handshake().head())))
                    .isEqualTo(each.broken().get(Role.CLIENT)));
  }

  private static List<ConformanceCase> breakingAHandshake(Role subject) {
    return CaseCatalogue.forSubject(subject).stream()
        .filter(each -> each.broken().containsKey(subject))
        .filter(each -> !CloseCode.isValidOnTheWire(each.broken().get(subject).code()))
        .toList();
  }

  private static Rule brokenBy(ThrowingCallable handshake) {
    return catchThrowableOfType(HandshakeException.class, handshake).rule().orElseThrow();
  }

  private static void verify(String head) throws HandshakeException {
    ClientHandshake client =
        new ClientHandshake(
            WebSocketUri.parse("ws://localhost/"), List.of(), HttpFields.EMPTY, new SecureRandom());
    HttpHead good = ServerHandshake.accept(client.request(), HandshakeSettings.DEFAULT).response();
    String accept = good.fields().first("Sec-WebSocket-Accept");
    client.verify(parse(Role.CLIENT, head.replace("{accept}", accept)));
  }

  private static HttpHead parse(Role subject, String head) throws HandshakeException {
    HttpHeadParser parser = new HttpHeadParser(subject, HttpLimits.DEFAULT);
    parser.parse(ByteBuffer.wrap(head.getBytes(ISO_8859_1)));
    return parser.head();
  }
}
