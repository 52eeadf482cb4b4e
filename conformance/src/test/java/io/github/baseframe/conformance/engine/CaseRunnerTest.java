package io.github.baseframe.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseRunnerTest {

  @ParameterizedTest(name = "{0} at {1}, {2}: {3}, {4}")
  @CsvSource({
    "NEVER_ENDS_THE_STREAM,           SERVER, 7.3.3, OK,     UNCLEAN",
    "NEVER_ENDS_THE_STREAM,           SERVER, 3.1,   OK,     FAILED_BY_CLIENT",
    "NEVER_ANSWERS_CLOSE,             CLIENT, 7.3.3, OK,     UNCLEAN",
    "NEVER_ANSWERS_CLOSE,             SERVER, 1.1.1, OK,     UNCLEAN",
    "ANSWERS_CLOSE_WITH_ANOTHER_CODE, CLIENT, 1.1.1, OK,     WRONG_CODE",
    "ANSWERS_CLOSE_WITH_ANOTHER_CODE, CLIENT, 7.7.1, FAILED, WRONG_CODE",
    "FAILS_WITH_1002_WHERE_1007_IS_DUE, CLIENT, 6.3.1, OK,   WRONG_CODE",
    "FAILS_BY_SILENCE,                SERVER, 3.1,   FAILED, FAILED",
    "MASKS_LIKE_THE_OTHER_ROLE,       SERVER, 1.1.1, FAILED, UNCLEAN",
    "NEVER_ANSWERS_PING,              CLIENT, 2.1,   FAILED, OK"
  })
  void aVerdictTellsWhatIsWrong(
      Quirk quirk, Role role, String id, Behavior behavior, CloseBehavior closeBehavior) {
    CaseResult result =
        InMemory.run(CaseCatalogue.find(id), role, tester -> new EchoSubject(role, tester, quirk));

    assertThat(result.behavior()).as(result.explanation()).isEqualTo(behavior);
    assertThat(result.closeBehavior()).as(result.explanation()).isEqualTo(closeBehavior);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aSubjectThatTakesNothingFailsAtTheDeadline(Role tester) {
    StubLink link = new StubLink(true, false);

    CaseResult result =
        CaseRunner.run(
            CaseCatalogue.find("9.1.6"), link, tester, ByteBuffer.allocate(0), null, new WireLog());

    assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    assertThat(result.duration()).isEqualTo(result.conformanceCase().deadline());
    assertThat(link.closed).isTrue();
  }

  @Test
  void aSubjectThatSaysNothingFailsAtTheDeadline() {
    StubLink link = new StubLink(true, true);

    CaseResult result =
        CaseRunner.run(
            CaseCatalogue.find("1.1.1"),
            link,
            Role.CLIENT,
            ByteBuffer.allocate(0),
            null,
            new WireLog());

    assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    assertThat(result.closeBehavior()).isEqualTo(CloseBehavior.UNCLEAN);
    assertThat(result.explanation()).contains("expected text \"\"", "nothing");
    assertThat(link.closed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1.1.1, FAILED, FAILED", "3.1, OK, OK", "6.4.1, FAILED, OK"})
  void aSubjectThatEndsTheStreamAtOnceHasFailedTheConnection(
      String id, Behavior behavior, CloseBehavior closeBehavior) {
    CaseResult result =
        CaseRunner.run(
            CaseCatalogue.find(id),
            new StubLink(false, true),
            Role.CLIENT,
            ByteBuffer.allocate(0),
            null,
            new WireLog());

    assertThat(result.behavior()).isEqualTo(behavior);
    assertThat(result.closeBehavior()).isEqualTo(closeBehavior);
  }

  @Test
  void framesThatCameWithTheHandshakeCount() {
    ByteBuffer early = ByteBuffer.wrap(new byte[] {(byte) 0x81, 1, '?'});

    CaseResult result =
        CaseRunner.run(
            CaseCatalogue.find("1.1.1"),
            new MemoryLink(new CoreSubject(Role.SERVER, null)),
            Role.CLIENT,
            early,
            null,
            new WireLog());

    assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    assertThat(result.explanation()).contains("was text \"?\"");
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, 880203ea880203ea,     more after Close",
    "CLIENT, 880203ea8800,         more after Close",
    "CLIENT, 8801038801,           a Close with half a code",
    "CLIENT, c100880203ea,         reserved bits",
    "CLIENT, 888200000000,         with mask",
    "CLIENT, 880303eaff,           a reason that is not UTF-8",
    "SERVER, 8882000000000203ea,   a Close with 515",
    "SERVER, 88820000000003ea888000000000, more after Close"
  })
  void aVerdictOnASecondFaultDoesNotDependOnTheReadsThatItComesIn(
      Role tester, String hex, String sentence) {
    byte[] octets = HexFormat.of().parseHex(hex);
    for (int piece = 1; piece <= octets.length; piece++) {
      CaseResult result =
          CaseRunner.run(
              CaseCatalogue.find("3.1"),
              new PiecewiseLink(octets, piece),
              tester,
              ByteBuffer.allocate(0),
              null,
              new WireLog());

      assertThat(result.explanation())
          .as("%s in pieces of %s", hex, piece)
          .contains("The subject sent ", sentence)
          .endsWith("The tester failed the connection because of that (7.1.7).");
      assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
      assertThat(result.closeBehavior()).isEqualTo(CloseBehavior.UNCLEAN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.6", "2.11", "3.4", "4.1.5", "5.5", "5.8"})
  void octetsThatLeaveOneByOneArriveOneByOne(String id) {
    CaseResult result =
        CaseRunner.run(
            CaseCatalogue.find(id),
            new CoalescingLink(new EchoSubject(Role.SERVER, null, Quirk.LOSES_CUT_HEADERS)),
            Role.CLIENT,
            ByteBuffer.allocate(0),
            null,
            new WireLog());

    assertThat(CasesCatchFaultsTest.isPerfect(result)).as(result.explanation()).isFalse();
  }

  @Test
  void theWireLogShowsBothDirections() {
    CaseResult result =
        InMemory.run(
            CaseCatalogue.find("7.1.1"),
            Role.CLIENT,
            tester -> new EchoSubject(Role.CLIENT, tester));

    assertThat(result.wireLog())
        .hasToString(
            """
            0.000 s  sent      TEXT FIN, 12 octets: "Hello World!"
            0.000 s  received  TEXT FIN masked, 12 octets: "Hello World!"
            0.000 s  sent      CLOSE FIN, 2 octets: 03e8
            0.000 s  received  CLOSE FIN masked, 2 octets: 03e8""");
  }

  @Test
  void theWireLogShowsTheOpeningHandshakeThatACaseForServersIsAbout() {
    WireLog log =
        InMemory.open(CaseCatalogue.find("20.1.1"), new OpeningSubject(Role.SERVER)).wireLog();

    assertThat(log.heads()).extracting(WireLog.Head::sent).containsExactly(true, false);
    assertThat(log.heads().get(0).lines()).startsWith("GET / HTTP/1.1\\r\\n").endsWith("\\r\\n");
    assertThat(log.heads().get(1).lines().get(0)).startsWith("HTTP/1.1 ");
  }

  @Test
  void theWireLogShowsTheResponseThatACaseForClientsIsAbout() {
    WireLog log =
        InMemory.open(CaseCatalogue.find("24.1.1"), new OpeningSubject(Role.CLIENT)).wireLog();

    assertThat(log.heads()).extracting(WireLog.Head::sent).containsExactly(true);
    assertThat(log.heads().get(0).lines()).endsWith("\\r\\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirk.class,
      names = {"MASKS_LIKE_THE_OTHER_ROLE", "SENDS_RESERVED_OPCODES", "SENDS_LONGER_LENGTHS"})
  void theWireLogShowsTheFrameThatIsBlamed(Quirk quirk) {
    CaseResult result =
        InMemory.run(
            CaseCatalogue.find("1.1.2"),
            Role.SERVER,
            tester -> new EchoSubject(Role.SERVER, tester, quirk));

    assertThat(result.wireLog().lines()).anyMatch(line -> !line.sent());
  }

  /** A subject that takes everything, says what it was told to say, and ends the stream. */
  private static final class PiecewiseLink implements Link {
    private final ByteBuffer octets;
    private final int piece;

    PiecewiseLink(byte[] octets, int piece) {
      this.octets = ByteBuffer.wrap(octets);
      this.piece = piece;
    }

    @Override
    public long now() {
      return 0;
    }

    @Override
    public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
      out.position(out.limit());
      if (!octets.hasRemaining()) {
        return false;
      }
      int count = Math.min(piece, octets.remaining());
      in.put(octets.slice(octets.position(), count));
      octets.position(octets.position() + count);
      return true;
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {}
  }

  /** Like TCP: what is sent without a wait in between arrives at once. */
  private static final class CoalescingLink implements Link {
    private final ByteArrayOutputStream underWay = new ByteArrayOutputStream();
    private final Subject subject;
    private final MemoryLink link;

    CoalescingLink(Subject subject) {
      this.subject = subject;
      this.link = new MemoryLink(subject);
    }

    @Override
    public long now() {
      return link.now();
    }

    @Override
    public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
      if (out.hasRemaining()) {
        byte[] octets = new byte[out.remaining()];
        out.get(octets);
        underWay.writeBytes(octets);
        return true;
      }
      subject.receive(ByteBuffer.wrap(underWay.toByteArray()));
      underWay.reset();
      return link.transfer(out, in, deadline);
    }

    @Override
    public void endOutput() {
      link.endOutput();
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** A subject that does nothing; time passes only while it is waited for. */
  private static final class StubLink implements Link {
    private final boolean alive;
    private final boolean takes;
    private long now;
    private boolean closed;

    StubLink(boolean alive, boolean takes) {
      this.alive = alive;
      this.takes = takes;
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
      if (takes && out.hasRemaining()) {
        out.position(out.limit());
      } else {
        now = Math.max(now, deadline);
      }
      return alive;
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
