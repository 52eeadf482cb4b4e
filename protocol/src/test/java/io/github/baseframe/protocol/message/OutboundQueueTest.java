package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {

  private static final int BUFFER_BYTES = 16;

  private final CountingPool pool = new CountingPool(BUFFER_BYTES);
  private final OutboundQueue queue = new OutboundQueue(pool);

  /** The segments of the latest write. */
  private List<ByteBuffer> written = List.of();

  @Test
  void smallFramesShareOneBuffer() {
    append("8101 61");
    append("8101 62");

    assertThat(queue.size()).isEqualTo(6);
    assertThat(write(100)).isEqualTo("810161810162");
    assertThat(written).hasSize(1);
  }

  @Test
  void aFrameThatDoesNotFitTheRestOfABufferGetsAnotherOne() {
    append("8109 616161616161616161");
    append("8104 62626262");

    assertThat(write(100)).isEqualTo("8109616161616161616161810462626262");
    assertThat(written).hasSize(2);
  }

  @Test
  void anEmptyQueueHoldsNoBuffer() {
    assertThat(pool.lent()).isZero();
    append("8101 61");
    assertThat(pool.lent()).isEqualTo(1);

    write(100);

    assertThat(pool.lent()).isZero();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.size()).isZero();
  }

  @Test
  void aPartlyWrittenBufferIsStillAppendedTo() {
    append("8101 61");
    assertThat(write(2)).isEqualTo("8101");

    append("8101 62");

    assertThat(queue.size()).isEqualTo(4);
    assertThat(write(100)).isEqualTo("61810162");
    assertThat(written).hasSize(1);
  }

  @Test
  void aQueueIsBlockedFromAWriteThatLeavesSomethingUntilOneThatEmptiesIt() {
    append("8101 61");
    assertThat(queue.isBlocked()).isFalse();

    write(1);
    assertThat(queue.isBlocked()).isTrue();
    write(1);
    assertThat(queue.isBlocked()).isTrue();

    write(1);
    assertThat(queue.isBlocked()).isFalse();
  }

  @Test
  void aWriteThatTakesNothingBlocks() {
    append("8101 61");

    write(0);

    assertThat(queue.isBlocked()).isTrue();
  }

  @Test
  void aWriteThatIsNotEvenTriedLeavesFramesWhole() {
    append("8101 61");

    queue.hold();

    assertThat(queue.isBlocked()).isTrue();
    queue.addUrgent(Hex.bytes("8900"), true);
    assertThat(write(100)).isEqualTo("8900810161");
  }

  @Test
  void anEmptyQueueIsNeitherWrittenNorHeld() {
    queue.hold();
    write(0);

    assertThat(written).isEmpty();
    assertThat(queue.isBlocked()).isFalse();
  }

  @Test
  void borrowedPayloadThatTheTransportDoesNotTakeIsCopied() {
    byte[] callers = {1, 2, 3, 4};
    ByteBuffer payload = ByteBuffer.wrap(callers);
    appendHeader("8204");
    queue.appendBorrowed(payload);
    assertThat(queue.wantsWrite()).isTrue();

    assertThat(write(3)).isEqualTo("820401");

    assertThat(queue.wantsWrite()).isFalse();
    assertThat(payload.hasRemaining()).isFalse();
    callers[1] = 99;
    assertThat(write(100)).isEqualTo("020304");
  }

  @Test
  void borrowedPayloadThatTheTransportTakesIsNotCopied() {
    ByteBuffer payload = Hex.bytes("01020304");
    appendHeader("8204");
    queue.appendBorrowed(payload);

    assertThat(write(6)).isEqualTo("820401020304");

    assertThat(written.get(1)).isSameAs(payload);
    assertThat(queue.wantsWrite()).isFalse();
  }

  @Test
  void urgentFramesOvertakeDataThatWaits() {
    append("8101 61");
    write(0);

    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(write(100)).isEqualTo("8900810161");
  }

  @Test
  void urgentFramesKeepTheirOrder() {
    append("8101 61");
    write(0);

    queue.addUrgent(Hex.bytes("8901 31"), true);
    queue.addUrgent(Hex.bytes("8901 32"), true);
    queue.addUrgent(Hex.bytes("8901 33"), true);

    assertThat(write(100)).isEqualTo("890131890132890133810161");
  }

  @Test
  void urgentFramesKeepTheirOrderBehindAPartlyWrittenFrame() {
    append("8101 61");
    write(1);
    appendAsNextSegment("8101 62");

    queue.addUrgent(Hex.bytes("8901 31"), true);
    queue.addUrgent(Hex.bytes("8901 32"), true);

    assertThat(write(100)).isEqualTo("0161890131890132810162");
  }

  @Test
  void urgentFramesKeepTheirOrderWhenOneIsPartlyWritten() {
    append("8101 61");
    write(0);
    queue.addUrgent(Hex.bytes("8901 31"), true);
    queue.addUrgent(Hex.bytes("8901 32"), true);
    assertThat(write(1)).isEqualTo("89");

    queue.addUrgent(Hex.bytes("8901 33"), true);

    assertThat(write(100)).isEqualTo("0131890132890133810161");
  }

  @Test
  void urgentFramesNeverEnterAFrameOfWhichOnlyTheHeaderIsWritten() {
    appendHeader("8204");
    queue.appendBorrowed(Hex.bytes("01020304"));
    write(2);

    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(write(100)).isEqualTo("010203048900");
  }

  @Test
  void urgentFramesNeverEnterAFrameOfWhichAPartOfTheHeaderIsWritten() {
    appendHeader("8204");
    queue.appendBorrowed(Hex.bytes("01020304"));
    write(1);

    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(write(100)).isEqualTo("04010203048900");
  }

  @Test
  void urgentFramesNeverEnterAFrameThatWasBegunInTheWriteThatEndedTheOneBefore() {
    append("8101 61");
    appendAsNextSegment("8101 62");
    assertThat(write(4)).isEqualTo("81016181");

    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(write(100)).isEqualTo("01628900");
  }

  @Test
  void urgentFramesGoBetweenFramesOfWhichOneIsWritten() {
    appendHeader("8202");
    queue.appendBorrowed(Hex.bytes("0102"));
    appendHeader("8202");
    queue.appendBorrowed(Hex.bytes("0304"));
    assertThat(write(4)).isEqualTo("82020102");

    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(write(100)).isEqualTo("890082020304");
  }

  @Test
  void anUrgentFrameForAnEmptyQueueIsJustAppended() {
    queue.addUrgent(Hex.bytes("8900"), true);

    assertThat(queue.size()).isEqualTo(2);
    assertThat(write(100)).isEqualTo("8900");
  }

  @Test
  void onlyTheLatestPongWaits() {
    append("8101 61");
    write(0);

    queue.addWaitingPong(Hex.bytes("8a01 31"));
    queue.addWaitingPong(Hex.bytes("8a02 3232"));
    queue.addWaitingPong(Hex.bytes("8a00"));

    assertThat(queue.size()).isEqualTo(5);
    assertThat(write(100)).isEqualTo("8a00810161");
  }

  @Test
  void aPartlyWrittenPongIsFinishedAndTheNextOneFollows() {
    append("8101 61");
    write(0);
    queue.addWaitingPong(Hex.bytes("8a01 31"));
    write(1);

    queue.addWaitingPong(Hex.bytes("8a01 32"));
    queue.addWaitingPong(Hex.bytes("8a01 33"));

    assertThat(write(100)).isEqualTo("01318a0133810161");
  }

  @Test
  void aPongThatWasWrittenIsNotReplaced() {
    append("8101 61");
    write(0);
    queue.addWaitingPong(Hex.bytes("8a01 31"));
    assertThat(write(3)).isEqualTo("8a0131");

    queue.addWaitingPong(Hex.bytes("8a01 32"));

    assertThat(write(100)).isEqualTo("8a0132810161");
  }

  @Test
  void discardingKeepsTheRestOfAPartlyWrittenFrame() {
    append("8101 61");
    write(1);
    appendAsNextSegment("8101 62");
    queue.addWaitingPong(Hex.bytes("8a00"));

    queue.discardUnsent();

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.isBlocked()).isTrue();
    assertThat(pool.lent()).isEqualTo(1);
    assertThat(write(100)).isEqualTo("0161");
  }

  @Test
  void discardingKeepsThePayloadOfAPartlyWrittenHeader() {
    appendHeader("8204");
    queue.appendBorrowed(Hex.bytes("01020304"));
    append("8101 61");
    write(1);

    queue.discardUnsent();

    assertThat(write(100)).isEqualTo("0401020304");
  }

  @Test
  void discardingEmptiesAQueueOfWhichNothingIsWritten() {
    append("8101 61");
    write(0);
    queue.addWaitingPong(Hex.bytes("8a01 31"));

    queue.discardUnsent();

    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.isBlocked()).isFalse();
    assertThat(pool.lent()).isZero();
    append("8101 62");
    write(0);
    queue.addWaitingPong(Hex.bytes("8a01 32"));
    assertThat(write(100)).isEqualTo("8a0132810162");
  }

  @Test
  void discardingIncludesWhatWasAppendedSinceTheLastWrite() {
    append("8101 61");
    write(0);
    append("8101 62");

    queue.discardUnsent();

    assertThat(queue.size()).isZero();
    assertThat(pool.lent()).isZero();
    append("8101 63");
    assertThat(queue.size()).isEqualTo(3);
    assertThat(write(100)).isEqualTo("810163");
  }

  @Test
  void releaseGivesBackEverythingEvenAPartlyWrittenFrame() {
    append("8101 61");
    write(1);
    appendAsNextSegment("8101 62");

    queue.release();

    assertThat(queue.isEmpty()).isTrue();
    assertThat(pool.lent()).isZero();
  }

  @Test
  void sharedFramesAreNeitherCopiedNorChanged() {
    ByteBuffer shared = Hex.bytes("8101 61").asReadOnlyBuffer();

    queue.appendShared(shared);

    assertThat(queue.wantsWrite()).isFalse();
    write(1);
    assertThat(written).containsExactly(shared);
    write(1);
    assertThat(written.get(0)).isSameAs(shared);
  }

  @Test
  void thePoolIsToldOfSharedFramesThatHaveToWaitAndOfNoOthers() {
    queue.appendShared(Hex.bytes("8101 61"));
    write(3);
    assertThat(pool.lent()).isZero();

    queue.appendShared(Hex.bytes("8101 62"));
    queue.appendShared(Hex.bytes("8101 63"));
    write(1);
    assertThat(pool.lent()).isEqualTo(2);

    queue.appendShared(Hex.bytes("8101 64"));
    assertThat(pool.lent()).isEqualTo(3);

    write(3);
    assertThat(pool.lent()).isEqualTo(2);
    queue.discardUnsent();
    assertThat(pool.lent()).isEqualTo(1);
    write(2);
    assertThat(pool.lent()).isZero();
  }

  @Test
  void whatALongQueueNeededIsGivenUpWhenItIsEmpty() {
    for (int i = 0; i < 1000; i++) {
      queue.appendShared(Hex.bytes("8100"));
    }
    assertThat(capacityAtWriteOf(Integer.MAX_VALUE)).isGreaterThanOrEqualTo(1000);

    queue.appendShared(Hex.bytes("8100"));

    assertThat(capacityAtWriteOf(2)).isLessThanOrEqualTo(4);
  }

  @Test
  void theArraysOfAQueueThatIsNeverEmptyDoNotGrow() {
    queue.appendShared(Hex.bytes("8100"));
    for (int i = 0; i < 1000; i++) {
      queue.appendShared(Hex.bytes("8100"));
      write(2);
    }

    assertThat(capacityAtWriteOf(2)).isLessThanOrEqualTo(4);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void itIsTimeToWriteWhenEnoughIsCollectedUnlessTheTransportTakesNothing() {
    queue.appendShared(ByteBuffer.allocate(OutboundQueue.MAX_COLLECTED_BYTES - 1));
    assertThat(queue.wantsWrite()).isFalse();

    queue.appendShared(ByteBuffer.allocate(1));
    assertThat(queue.wantsWrite()).isTrue();

    write(1);
    queue.appendShared(ByteBuffer.allocate(1));
    assertThat(queue.wantsWrite()).isFalse();
  }

  @Test
  void aPingWaitsUntilTheTransportHasTakenIt() {
    assertThat(queue.isPingWaiting()).isFalse();
    append("8101 61");
    append("8900");
    queue.markPing();
    assertThat(queue.isPingWaiting()).isTrue();

    write(4);
    assertThat(queue.isPingWaiting()).isTrue();
    write(1);
    assertThat(queue.isPingWaiting()).isFalse();
  }

  @Test
  void aPingStillWaitsWhenWhatOvertakesItIsTaken() {
    append("8101 61");
    append("8900");
    queue.markPing();
    write(0);
    queue.addUrgent(Hex.bytes("8a05 7878787878"), false);

    assertThat(write(7)).isEqualTo("8a057878787878");
    assertThat(queue.isPingWaiting()).isTrue();
    assertThat(write(5)).isEqualTo("8101618900");
    assertThat(queue.isPingWaiting()).isFalse();
  }

  @Test
  void anUrgentPingWaitsUntilItIsTakenAndNotForTheDataBehindIt() {
    append("8101 61");
    write(0);
    queue.addWaitingPong(Hex.bytes("8a00"));
    queue.addUrgent(Hex.bytes("8900"), true);
    queue.addWaitingPong(Hex.bytes("8a02 3131"));

    assertThat(write(4)).isEqualTo("8a023131");
    assertThat(queue.isPingWaiting()).isTrue();
    assertThat(write(2)).isEqualTo("8900");
    assertThat(queue.isPingWaiting()).isFalse();
    assertThat(queue.isEmpty()).isFalse();
  }

  @Test
  void aWaitingPongStaysBehindThePongsThatWereAppendedBefore() {
    append("8a01 31");
    queue.markPong();
    appendAsNextSegment("8101 61");
    write(0);

    queue.addWaitingPong(Hex.bytes("8a01 32"));
    queue.addWaitingPong(Hex.bytes("8a01 33"));

    assertThat(write(100)).isEqualTo("8a01318a0133810161");
  }

  @Test
  void aWaitingPongDoesNotEnterTheFrameThatTheLastPongSharesABufferWith() {
    append("8a01 31");
    queue.markPong();
    appendHeader("8202");
    queue.appendBorrowed(Hex.bytes("0102"));
    append("8101 61");
    write(0);

    queue.addWaitingPong(Hex.bytes("8a01 32"));

    assertThat(write(100)).isEqualTo("8a0131820201028a0132810161");
  }

  private int capacityAtWriteOf(int most) {
    int[] capacity = {0};
    TakingWriter transport = new TakingWriter(most);
    queue.drainTo(
        (segments, first, count) -> {
          capacity[0] = segments.length;
          return transport.write(segments, first, count);
        });
    return capacity[0];
  }

  private void append(String frame) {
    appendBytes(frame, true);
  }

  private void appendHeader(String header) {
    appendBytes(header, false);
  }

  private void appendBytes(String hex, boolean endsFrame) {
    ByteBuffer bytes = Hex.bytes(hex);
    appendBytes(bytes.remaining(), bytes, endsFrame);
  }

  /** Needs more room than a buffer that is in use has left. */
  private void appendAsNextSegment(String frame) {
    appendBytes(BUFFER_BYTES, Hex.bytes(frame), true);
  }

  private void appendBytes(int room, ByteBuffer bytes, boolean endsFrame) {
    int length = bytes.remaining();
    ByteBuffer segment = queue.beginAppend(room);
    int start = queue.appendIndex();
    segment.put(start, bytes, 0, length);
    queue.endAppend(start + length, endsFrame);
  }

  /** A transport that takes so many bytes. */
  private String write(int most) {
    TakingWriter transport = new TakingWriter(most);
    queue.drainTo(transport);
    written = transport.segments;
    return Hex.of(transport.taken());
  }
}
