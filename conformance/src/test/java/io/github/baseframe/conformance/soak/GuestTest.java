package io.github.baseframe.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.soak.Tally.Fault;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A good client notices whatever happens to its messages. */
class GuestTest {

  private static final CloseReason NORMAL = new CloseReason(1000, "");

  private final Tally tally = new Tally();
  private final List<ByteBuffer> sent = new ArrayList<>();
  private SendStatus status = SendStatus.SENT;
  private long now;
  private final Guest guest = new Guest(tally, () -> now);

  @BeforeEach
  void sendThree() {
    guest.begin(
        (WebSocketSession)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {WebSocketSession.class},
                (proxy, method, arguments) ->
                    method.getName().equals("sendBinary")
                        ? take((ByteBuffer) arguments[0])
                        : null));
    guest.send();
    guest.send();
    guest.send();
  }

  private SendStatus take(ByteBuffer payload) {
    sent.add(ByteBuffer.allocate(payload.remaining()).put(payload).flip());
    return status;
  }

  private void comeBack(int... numbers) {
    for (int number : numbers) {
      guest.onBinary(null, sent.get(number).duplicate());
    }
  }

  private Map<Fault, Long> faultsAtTheEnd() {
    guest.leave();
    guest.onClose(null, NORMAL, true);
    guest.settle();
    return tally.faults();
  }

  @Test
  void whatComesBackOnceAndInOrderIsNoFault() {
    now = 7;
    comeBack(0, 1);
    assertThat(guest.isDone()).isFalse();
    comeBack(2);
    assertThat(guest.isDone()).isTrue();

    assertThat(faultsAtTheEnd()).isEmpty();
    assertThat(tally.echoes()).isEqualTo(3);
    assertThat(tally.takeLatencies().getMaxValue()).isEqualTo(7);
  }

  @Test
  void whatDoesNotComeBackIsLost() {
    comeBack(0);

    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.LOST, 2L));
  }

  @Test
  void whatIsLeftOutIsLost() {
    comeBack(0, 2);

    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.LOST, 1L));
  }

  @Test
  void whatIsOvertakenIsReordered() {
    comeBack(1, 0, 2);

    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.REORDERED, 1L));
  }

  @Test
  void whatComesBackTwiceIsDoubled() {
    comeBack(0, 1, 1, 2);

    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.DOUBLED, 1L));
  }

  @Test
  void whatComesBackWithOtherBytesIsDamaged() {
    ByteBuffer second = sent.get(1);
    second.put(second.limit() - 1, (byte) ~second.get(second.limit() - 1));
    comeBack(0, 1, 2);

    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.DAMAGED, 1L));
  }

  @Test
  void whatIsNotTakenIsRefusedAndNotWaitedFor() {
    status = SendStatus.DROPPED;
    guest.send();
    comeBack(0, 1, 2);

    assertThat(guest.isDone()).isTrue();
    assertThat(faultsAtTheEnd()).containsExactly(Map.entry(Fault.REFUSED, 1L));
  }

  @Test
  void anEndBeforeItLeavesIsBrokenAndLosesWhatIsUnderWay() {
    guest.onClose(null, CloseReason.ABNORMAL, false);
    guest.settle();

    assertThat(tally.faults()).containsOnlyKeys(Fault.BROKEN, Fault.LOST);
  }

  @Test
  void anEndThatIsNotCleanOrDoesNotComeIsAFault() {
    comeBack(0, 1, 2);
    guest.leave();
    guest.settle();
    guest.onClose(null, CloseReason.ABNORMAL, false);

    assertThat(Tally.describe(tally.faults())).isEqualTo("2 not clean");
  }
}
