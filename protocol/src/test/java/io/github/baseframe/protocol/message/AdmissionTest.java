package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.Endpoint;
import io.github.baseframe.protocol.frame.Opcode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who finds room in the send queue, whichever way they come. */
class AdmissionTest {

  private static final int LIMIT = 2_000;
  private static final int MAX_FRAME_BYTES = Integer.MAX_VALUE;
  private static final String TOO_SLOW = "close 1008 too slow: the send queue is full unclean";

  // ---- How much something counts

  @ParameterizedTest
  @EnumSource
  void whatAMessageCountsIsWhatItIsOnTheWire(Role role) {
    for (int maxFrameBytes : new int[] {1, 2, 125, 126, 300, 65_535, 65_536, MAX_FRAME_BYTES}) {
      for (int size : new int[] {0, 1, 2, 3, 125, 126, 127, 250, 600, 65_535, 65_536, 70_000}) {
        Endpoint endpoint = endpoint(role, Long.MAX_VALUE, maxFrameBytes);

        endpoint.connection.sendBinary(ByteBuffer.allocate(size));

        assertThat(endpoint.drain().remaining())
            .as("%s bytes in frames of %s", size, maxFrameBytes)
            .isEqualTo((int) admission(endpoint).messageBytes(size));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatMessagesInARowCountIsWhatTheyAreOnTheWire(Role role) {
    List<PreparedMessage> messages =
        Stream.of(0, 1, 125, 126, 6_000, 65_536)
            .map(size -> PreparedMessage.binary(ByteBuffer.allocate(size)))
            .toList();
    for (int maxFrameBytes : new int[] {1, 125, 1_000, 65_535, 65_536, MAX_FRAME_BYTES}) {
      for (int count = 1; count <= messages.size(); count++) {
        Endpoint endpoint = endpoint(role, Long.MAX_VALUE, maxFrameBytes);
        PreparedMessages row = new PreparedMessages(messages.subList(0, count));
        long bytes = admission(endpoint).messageBytes(row);
        admission(endpoint).defer(bytes);

        endpoint.connection.sendDeferred(row);

        assertThat(endpoint.drain().remaining())
            .as("%s messages in frames of %s", count, maxFrameBytes)
            .isEqualTo((int) bytes);
        assertThat(admission(endpoint).waitingBytes()).isZero();
      }
    }
  }

  // ---- Room

  /** The headers of a thousand frames do not fit, whoever asks. */
  @ParameterizedTest
  @EnumSource
  void aMessageInManyFramesIsAnsweredTheSameOnTheOwnThreadAndOnAnyOther(Role role) {
    Endpoint own = endpoint(role, LIMIT, 1);
    Endpoint other = endpoint(role, LIMIT, 1);
    int oneByteFrame = role == Role.CLIENT ? 7 : 3;
    int most = LIMIT / oneByteFrame - 1;
    own.connection.sendBinary(ByteBuffer.allocate(1));
    other.connection.sendBinary(ByteBuffer.allocate(1));

    for (int size : new int[] {1_000, most + 1}) {
      assertThat(own.connection.sendBinary(ByteBuffer.allocate(size)))
          .isEqualTo(SendStatus.DROPPED);
      assertThat(reserve(other, size)).isEqualTo(SendStatus.DROPPED);
    }
    assertThat(own.connection.sendBinary(ByteBuffer.allocate(most))).isEqualTo(SendStatus.SENT);
    assertThat(reserve(other, most)).isEqualTo(SendStatus.SENT);
    assertThat(admission(other).waitingBytes())
        .isEqualTo(admission(own).waitingBytes() + Admission.OVERHEAD_BYTES);
    other.connection.sendReserved(PreparedMessage.binary(ByteBuffer.allocate(most)));

    for (Endpoint endpoint : List.of(own, other)) {
      assertThat(admission(endpoint).waitingBytes()).isEqualTo((most + 1) * oneByteFrame);
      assertThat(endpoint.drain().remaining()).isEqualTo((most + 1) * oneByteFrame);
      assertThat(admission(endpoint).waitingBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOnItsWayAndWhatIsPutOffTakeRoomFromAllOthers(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    Admission admission = admission(endpoint);

    assertThat(admission.reserve(LIMIT / 2)).isEqualTo(SendStatus.SENT);
    assertThat(admission.defer(LIMIT / 2 - Admission.OVERHEAD_BYTES)).isEqualTo(SendStatus.SENT);

    assertThat(admission.reserve(1)).isEqualTo(SendStatus.DROPPED);
    assertThat(admission.defer(1)).isEqualTo(SendStatus.DROPPED);
    assertThat(endpoint.connection.sendText("")).isEqualTo(SendStatus.DROPPED);
    admission.release(LIMIT / 2);
    assertThat(admission.reserve(LIMIT / 2)).isEqualTo(SendStatus.SENT);
    assertThat(admission.waitingBytes()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void emptyMessagesThatAreOnTheirWayFillTheQueueByWhatTheyReallyCost(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    Admission admission = admission(endpoint);
    long bytes = admission.messageBytes(0);

    int taken = 0;
    while (admission.reserve(bytes) == SendStatus.SENT) {
      taken++;
    }

    assertThat(taken).isEqualTo(LIMIT / (bytes + Admission.OVERHEAD_BYTES) + 1);
    for (int i = 0; i < taken; i++) {
      admission.release(bytes);
    }
    assertThat(admission.waitingBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whereMemoryIsExhaustedSmallMessagesFindRoomAndLargeOnesDoNot(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    endpoint.pool.exhaust(true);

    assertThat(endpoint.connection.sendText("small")).isEqualTo(SendStatus.SENT);
    endpoint.drain();
    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(5000)))
        .isEqualTo(SendStatus.DROPPED);
    assertThat(reserve(endpoint, 5000)).isEqualTo(SendStatus.DROPPED);
    endpoint.pool.exhaust(false);
    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(5000)))
        .isEqualTo(SendStatus.SENT);
  }

  @ParameterizedTest
  @EnumSource
  void whatFindsNothingWaitingIsTakenHoweverLargeItIs(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);

    assertThat(admission(endpoint).reserve(10 * LIMIT)).isEqualTo(SendStatus.SENT);
    admission(endpoint).release(10 * LIMIT);

    assertThat(admission(endpoint).defer(10 * LIMIT)).isEqualTo(SendStatus.SENT);
  }

  @ParameterizedTest
  @EnumSource
  void whatHadRoomIsSentAlthoughTheQueueIsFullByThen(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    reserve(endpoint, 1);
    admission(endpoint).reserveControl(admission(endpoint).frameBytes(0));
    admission(endpoint).addDeferred(LIMIT);
    admission(endpoint).addDeferred(-LIMIT);
    endpoint.connection.send(PreparedMessage.binary(ByteBuffer.allocate(LIMIT)));

    endpoint.connection.sendReserved(PreparedMessage.binary(ByteBuffer.allocate(1)));
    endpoint.connection.sendReserved(Opcode.PING, ByteBuffer.allocate(0));

    assertThat(endpoint.sentFrames()).contains("fin BINARY 00", "fin PING");
    assertThat(admission(endpoint).waitingBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatHadRoomGivesItBackAlsoIfTheConnectionEndsMeanwhile(Role role) {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    PreparedMessage message = PreparedMessage.text("late");
    PreparedMessages messages = new PreparedMessages(List.of(message));
    reserve(endpoint, 4);
    admission(endpoint).reserveControl(admission(endpoint).frameBytes(4));
    admission(endpoint).defer(admission(endpoint).messageBytes(messages));
    endpoint.connection.transportClosed();

    endpoint.connection.sendReserved(message);
    endpoint.connection.sendReserved(Opcode.PONG, ByteBuffer.allocate(4));
    endpoint.connection.sendDeferred(messages);

    assertThat(admission(endpoint).waitingBytes()).isZero();
    assertThat(endpoint.pool.lent()).isZero();
  }

  // ---- Control frames

  @ParameterizedTest
  @EnumSource
  void controlFramesFindRoomInAQueueThatIsFullOfData(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.DROP_MESSAGE);

    assertThat(endpoint.connection.sendPing(ByteBuffer.allocate(125))).isEqualTo(SendStatus.SENT);
    assertThat(endpoint.connection.sendPong(ByteBuffer.allocate(0))).isEqualTo(SendStatus.SENT);
    assertThat(admission(endpoint).reserveControl(6)).isEqualTo(SendStatus.SENT);
  }

  @ParameterizedTest
  @EnumSource
  void dataDoesNotUseTheRoomOfControlFrames(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.DROP_MESSAGE);

    assertThat(endpoint.connection.sendText("")).isEqualTo(SendStatus.DROPPED);
    assertThat(admission(endpoint).reserve(2)).isEqualTo(SendStatus.DROPPED);
    assertThat(admission(endpoint).defer(2)).isEqualTo(SendStatus.DROPPED);

    assertThat(endpoint.connection.outputBytes()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void tooManyControlFramesAreRefused(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.DROP_MESSAGE);
    long pingBytes = admission(endpoint).frameBytes(100);
    long most = Admission.CONTROL_ROOM_BYTES / pingBytes;

    for (int i = 0; i < most; i++) {
      assertThat(endpoint.connection.sendPing(ByteBuffer.allocate(100))).isEqualTo(SendStatus.SENT);
    }

    assertThat(endpoint.connection.sendPing(ByteBuffer.allocate(100)))
        .isEqualTo(SendStatus.DROPPED);
    assertThat(admission(endpoint).reserveControl(pingBytes)).isEqualTo(SendStatus.DROPPED);
    assertThat(endpoint.connection.outputBytes()).isEqualTo(LIMIT + most * pingBytes);
    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
  }

  @ParameterizedTest
  @EnumSource
  void thereIsRoomForControlFramesAlsoAboveTheLargestLimit(Role role) {
    Endpoint endpoint = endpoint(role, Long.MAX_VALUE, MAX_FRAME_BYTES);
    endpoint.connection.sendText("a");

    assertThat(endpoint.connection.sendPing(ByteBuffer.allocate(1))).isEqualTo(SendStatus.SENT);
  }

  // ---- What finds no room

  @ParameterizedTest
  @EnumSource
  void aRefusalOnAnotherThreadIsToBeSeenOnce(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.DROP_MESSAGE);
    Admission admission = admission(endpoint);

    SendStatus status = admission.reserve(2);

    assertThat(admission.needsAttention(SendStatus.SENT)).isFalse();
    assertThat(admission.needsAttention(SendStatus.QUEUED)).isFalse();
    assertThat(admission.needsAttention(SendStatus.CLOSED)).isFalse();
    assertThat(admission.needsAttention(status)).isTrue();
    assertThat(admission.needsAttention(status)).isFalse();
    endpoint.connection.attend();
    assertThat(admission.needsAttention(status)).isTrue();
    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
  }

  /** Else it would be told that it is taken, and come behind Close. */
  @Test
  void whatIsSentWhileAnotherThreadClosesIsNotTaken() {
    AtomicReference<Admission> closed = new AtomicReference<>();
    BufferPool pool =
        new BufferPool() {
          @Override
          public ByteBuffer acquire(int minBytes) {
            return ByteBuffer.allocate(minBytes);
          }

          @Override
          public void release(ByteBuffer buffer) {}

          @Override
          public boolean isExhausted() {
            // In the middle of looking for room.
            closed.get().close();
            return false;
          }
        };
    closed.set(new Admission(new OutboundQueue(pool), false, ConnectionSettings.DEFAULT));

    assertThat(closed.get().reserve(100_000)).isEqualTo(SendStatus.CLOSED);
    assertThat(closed.get().hasReserved()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aMessageOfAnotherThreadThatFindsNoRoomEndsTheConnectionWhereThePolicySaysSo(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.CLOSE_CONNECTION);
    Admission admission = admission(endpoint);

    SendStatus status = admission.reserve(2);

    assertThat(status).isEqualTo(SendStatus.CLOSED);
    assertThat(admission.isOpen()).isFalse();
    assertThat(admission.reserve(0)).isEqualTo(SendStatus.CLOSED);
    assertThat(admission.needsAttention(status)).isTrue();
    assertThat(endpoint.events()).isEmpty();
    endpoint.connection.attend();
    endpoint.connection.attend();
    assertThat(endpoint.events()).containsExactly(TOO_SLOW);
    assertThat(endpoint.sentFrames()).singleElement().asString().startsWith("fin CLOSE 03f0");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBePutOffEndsTheConnectionWhereThePolicySaysSo(Role role) {
    Endpoint endpoint = full(role, OverflowPolicy.CLOSE_CONNECTION);

    SendStatus status = admission(endpoint).defer(2);

    assertThat(status).isEqualTo(SendStatus.CLOSED);
    assertThat(admission(endpoint).needsAttention(status)).isTrue();
    endpoint.connection.attend();
    assertThat(endpoint.events()).containsExactly(TOO_SLOW);
    assertThat(admission(endpoint).defer(2)).isEqualTo(SendStatus.CLOSED);
  }

  // ---- Many threads

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void manyThreadsNeverGetMoreThanTheLimitAndAllOfItComesBack(Role role) throws Exception {
    Endpoint endpoint = endpoint(role, LIMIT, MAX_FRAME_BYTES);
    Admission admission = admission(endpoint);
    AtomicLong held = new AtomicLong();
    AtomicLong mostHeld = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(i -> new Thread(() -> reserveAndRelease(admission, held, mostHeld, taken)))
            .toList();

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(taken.get()).isPositive();
    assertThat(mostHeld.get()).isLessThanOrEqualTo(LIMIT);
    assertThat(admission.waitingBytes()).isZero();
  }

  /** What is held is counted after it was reserved, and no more before it is released. */
  private static void reserveAndRelease(
      Admission admission, AtomicLong held, AtomicLong mostHeld, AtomicLong taken) {
    for (int i = 0; i < 2_000; i++) {
      int bytes = LIMIT / 3 + i % 100;
      if (admission.reserve(bytes) == SendStatus.SENT) {
        taken.incrementAndGet();
        mostHeld.accumulateAndGet(held.addAndGet(bytes), Math::max);
        Thread.yield();
        held.addAndGet(-bytes);
        admission.release(bytes);
      }
    }
  }

  private static Admission admission(Endpoint endpoint) {
    return endpoint.connection.admission();
  }

  private static SendStatus reserve(Endpoint endpoint, int payloadBytes) {
    return admission(endpoint).reserve(admission(endpoint).messageBytes(payloadBytes));
  }

  private static Endpoint endpoint(Role role, long limit, int maxFrameBytes) {
    return endpoint(role, limit, OverflowPolicy.DROP_MESSAGE, maxFrameBytes);
  }

  private static Endpoint endpoint(
      Role role, long limit, OverflowPolicy policy, int maxFrameBytes) {
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(limit);
    return new Endpoint(role, new ConnectionSettings(limits, policy, maxFrameBytes));
  }

  /** Not one byte more of data finds room. */
  private static Endpoint full(Role role, OverflowPolicy policy) {
    Endpoint endpoint = endpoint(role, LIMIT, policy, MAX_FRAME_BYTES);
    int headerBytes = role == Role.CLIENT ? 8 : 4;
    endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT - headerBytes));
    return endpoint;
  }
}
