package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a driver reads to in the middle of a large message: to the place where it stays. */
class ReceiveBufferTest {

  private static final int PAYLOAD_BYTES = 100_000;
  private static final int FIRST_READ_BYTES = 40_000;

  /** What a driver reads with otherwise. */
  private final ByteBuffer own = ByteBuffer.allocateDirect(30_000);

  private final byte[] payload = new byte[PAYLOAD_BYTES];

  ReceiveBufferTest() {
    new Random(1).nextBytes(payload);
  }

  @ParameterizedTest
  @EnumSource
  void theRestOfALargeFrameIsReadToItsPlaceAndUnmaskedThere(Role role) {
    Endpoint endpoint = new Endpoint(role);
    ByteBuffer stream = Frames.sentTo(role).binary(payload).text("next").bytes();

    assertThat(receiveBuffer(endpoint)).isSameAs(own);
    read(endpoint, stream, FIRST_READ_BYTES);
    ByteBuffer inPlace = receiveBuffer(endpoint);
    assertThat(inPlace).isNotSameAs(own);
    assertThat(inPlace.isDirect()).isTrue();
    while (stream.hasRemaining()) {
      read(endpoint, stream, receiveBuffer(endpoint), 30_000);
    }

    assertThat(endpoint.events())
        .containsExactly("binary " + Hex.of(ByteBuffer.wrap(payload)), "text next");
    assertThat(endpoint.pool.lent()).isZero();
  }

  @Test
  void noMoreIsReadAtOnceThanTheDriversOwnBufferHolds() {
    Endpoint endpoint = withToCome(40_000);

    assertThat(roomBeside(endpoint, 23_000)).isEqualTo(23_000);
    assertThat(roomBeside(endpoint, 20_000)).isEqualTo(20_000);
  }

  @Test
  void whatIsNotWorthAReadOfItsOwnIsReadWithWhatIsInFrontOfIt() {
    Endpoint endpoint = withToCome(40_000);

    assertThat(roomBeside(endpoint, 40_000 - 16 * 1024)).isEqualTo(40_000 - 16 * 1024);
    assertThat(roomBeside(endpoint, 40_000 - 16 * 1024 + 1)).isEqualTo(40_000);
  }

  @Test
  void aDriverThatReadsLittleAtATimeReadsToItsOwnBuffer() {
    Endpoint endpoint = withToCome(40_000);

    assertThat(endpoint.connection.receiveBuffer(own.limit(16_000))).isSameAs(own);
  }

  @Test
  void noMoreIsReadThereThanBelongsToTheFrame() {
    assertThat(receiveBuffer(withToCome(30_000)).remaining()).isEqualTo(30_000);
  }

  @Test
  void theFragmentThatFollowsIsReadToThePlaceBehind() {
    Endpoint endpoint = new Endpoint(Role.SERVER);
    ByteBuffer stream =
        Frames.sentTo(Role.SERVER).frame(0x02, payload).ping("now").frame(0x80, payload).bytes();
    int reads = 0;
    int inPlace = 0;
    while (stream.hasRemaining()) {
      ByteBuffer into = receiveBuffer(endpoint);
      reads++;
      inPlace += into == own ? 0 : 1;
      read(endpoint, stream, into, into.remaining());
    }

    String hex = Hex.of(ByteBuffer.wrap(payload));
    assertThat(endpoint.events()).containsExactly("ping now", "binary " + hex + hex);
    assertThat(inPlace).isBetween(2, reads - 2);
    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 6e6f77");
    assertThat(endpoint.pool.lent()).isZero();
  }

  @Test
  void aDriverMayReadIntoItsOwnBufferAllTheSame() {
    Endpoint endpoint = new Endpoint(Role.SERVER);
    ByteBuffer stream = Frames.sentTo(Role.SERVER).binary(payload).bytes();
    while (stream.hasRemaining()) {
      receiveBuffer(endpoint);
      read(endpoint, stream, 30_000);
    }

    assertThat(endpoint.events()).containsExactly("binary " + Hex.of(ByteBuffer.wrap(payload)));
  }

  @Test
  void theLastFewBytesOfAFrameAreReadTogetherWithWhatFollows() {
    assertThat(receiveBuffer(withToCome(16_000))).isSameAs(own);
  }

  @Test
  void textIsCheckedAsItComes() {
    Endpoint endpoint = new Endpoint(Role.SERVER);
    byte[] text = new byte[PAYLOAD_BYTES];
    text[FIRST_READ_BYTES] = (byte) 0xFF;
    ByteBuffer stream = Frames.sentTo(Role.SERVER).frame(0x81, text).bytes();
    read(endpoint, stream, FIRST_READ_BYTES);
    assertThat(endpoint.events()).isEmpty();

    read(endpoint, stream, receiveBuffer(endpoint), 20_000);

    assertThat(endpoint.events()).containsExactly("close 1007 a text message is not UTF-8 unclean");
    // The Close frame.
    assertThat(endpoint.pool.lent()).isEqualTo(1);
  }

  @Test
  void whatWasSentOnAndNotWrittenOutlivesTheMemoryOfTheMessage() {
    Endpoint endpoint =
        new Endpoint(
            Role.SERVER,
            self ->
                new RecordingConsumer() {
                  @Override
                  public void onBinary(ByteBuffer received) {
                    self.connection.sendBinary(received);
                  }
                });
    ByteBuffer stream = Frames.sentTo(Role.SERVER).binary(payload).bytes();
    while (stream.hasRemaining()) {
      read(endpoint, stream, receiveBuffer(endpoint), 50_000);
    }

    assertThat(endpoint.sentHex()).isEqualTo(Frames.sentBy(Role.SERVER).binary(payload).hex());
    assertThat(endpoint.pool.lent()).isZero();
  }

  @Test
  void aConnectionThatEndsInTheMiddleGivesTheMemoryBack() {
    Endpoint endpoint = withToCome(60_000);
    assertThat(endpoint.pool.lent()).isEqualTo(1);

    endpoint.connection.transportClosed();

    assertThat(endpoint.pool.lent()).isZero();
    assertThat(receiveBuffer(endpoint)).isSameAs(own);
  }

  /** In the middle of a message, before the last bytes of its payload. */
  private Endpoint withToCome(int bytes) {
    Endpoint endpoint = new Endpoint(Role.SERVER);
    ByteBuffer stream = Frames.sentTo(Role.SERVER).binary(payload).bytes();
    read(endpoint, stream, stream.remaining() - bytes);
    return endpoint;
  }

  private static int roomBeside(Endpoint endpoint, int ownBytes) {
    return endpoint.connection.receiveBuffer(ByteBuffer.allocate(ownBytes)).remaining();
  }

  private ByteBuffer receiveBuffer(Endpoint endpoint) {
    return endpoint.connection.receiveBuffer(own.clear());
  }

  private void read(Endpoint endpoint, ByteBuffer stream, int most) {
    read(endpoint, stream, ByteBuffer.allocateDirect(most), most);
  }

  /** Reads from the stream as a driver does from a channel. */
  private static void read(Endpoint endpoint, ByteBuffer stream, ByteBuffer into, int most) {
    int count = Math.min(Math.min(most, into.remaining()), stream.remaining());
    into.put(stream.slice(stream.position(), count));
    stream.position(stream.position() + count);
    endpoint.receive(into.flip());
    assertThat(into.hasRemaining()).isFalse();
  }
}
