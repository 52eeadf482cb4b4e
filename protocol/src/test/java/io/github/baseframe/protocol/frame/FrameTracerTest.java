package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.frame.TracedFrame.Direction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FrameTracerTest {

  private final List<TracedFrame> frames = new ArrayList<>();

  @Test
  void aMaskedFrameIsShownUnmaskedWithItsKey() {
    trace(16, "818537fa213d7f9f4d5158");

    assertThat(frames)
        .containsExactly(
            new TracedFrame(
                Direction.RECEIVED,
                true,
                false,
                false,
                false,
                1,
                OptionalInt.of(0x37fa213d),
                5,
                "818537fa213d",
                Hex.bytes("48656c6c6f")));
    assertThat(frames.get(0))
        .hasToString("RECEIVED TEXT fin, key 37fa213d, 5 bytes: 818537fa213d 48656c6c6f");
  }

  @Test
  void everyFrameInTheBytesIsShownWhereverTheyAreCut() {
    String wire = "0103 48656c 8900 8002 6c6f 827e0080" + "ab".repeat(128) + "8800";
    trace(4, wire);
    List<TracedFrame> atOnce = List.copyOf(frames);
    frames.clear();
    FrameTracer tracer = new FrameTracer(Direction.RECEIVED, 4, frames::add);
    ByteBuffer all = Hex.bytes(wire);
    while (all.hasRemaining()) {
      tracer.accept(ByteBuffer.wrap(new byte[] {all.get()}));
    }

    assertThat(frames).isEqualTo(atOnce);
    assertThat(frames).extracting(TracedFrame::opcode).containsExactly(1, 9, 0, 2, 8);
    assertThat(frames).extracting(TracedFrame::payloadLength).containsExactly(3L, 0L, 2L, 128L, 0L);
  }

  @Test
  void payloadIsCutAtTheLimitAndSaysSo() {
    trace(2, "820548656c6c6f");

    assertThat(frames.get(0)).hasToString("RECEIVED BINARY fin, 5 bytes: 8205 4865...");
  }

  @Test
  void aFrameThatNeverEndsIsShownAsSoonAsWhatIsWantedOfItIsThere() {
    trace(0, "827fffffffffffffffff00");

    assertThat(frames)
        .singleElement()
        .hasToString("RECEIVED BINARY fin, 18446744073709551615 bytes: 827fffffffffffffffff...");
  }

  @Test
  void aFrameThatBreaksRulesIsShownLikeAnyOther() {
    trace(8, "737e000141");

    assertThat(frames)
        .singleElement()
        .hasToString("RECEIVED opcode 3 rsv1 rsv2 rsv3, 1 bytes: 737e0001 41");
  }

  @Test
  void bytesAheadOfTheFramesArePassedOver() {
    FrameTracer tracer = new FrameTracer(Direction.SENT, 8, frames::add);
    tracer.skip(3);
    tracer.accept(Hex.bytes("4142"));
    tracer.accept(Hex.bytes("438a00"));

    assertThat(frames).singleElement().hasToString("SENT PONG fin, 0 bytes: 8a00");
  }

  @Test
  void theBytesAreLeftAsTheyAre() {
    ByteBuffer bytes = Hex.bytes("818537fa213d7f9f4d5158");
    new FrameTracer(Direction.RECEIVED, 8, frames::add).accept(bytes);

    assertThat(bytes).isEqualTo(Hex.bytes("818537fa213d7f9f4d5158"));
    assertThat(bytes.position()).isZero();
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatThrownBy(() -> new FrameTracer(Direction.SENT, -1, frames::add))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void trace(int maxPayloadBytes, String hex) {
    new FrameTracer(Direction.RECEIVED, maxPayloadBytes, frames::add).accept(Hex.bytes(hex));
  }
}
