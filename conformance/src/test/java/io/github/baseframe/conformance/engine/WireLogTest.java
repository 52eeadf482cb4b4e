package io.github.baseframe.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Frame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireLogTest {

  private final WireLog log = new WireLog();

  private void add(boolean sent, Frame frame) {
    log.add(new WireLog.Line(Duration.ZERO, sent, frame, frame.payload().length(), false, 1));
  }

  @Test
  void equalFramesInARowAreOneLine() {
    add(true, Frame.text("a"));
    add(true, Frame.text("a"));
    add(true, Frame.text("a"));
    add(false, Frame.text("a"));

    assertThat(log)
        .hasToString(
            """
            0.000 s  sent      3 x TEXT FIN, 1 octets: "a"
            0.000 s  received  TEXT FIN, 1 octets: "a\"""");
  }

  @Test
  void whatIsIllegalIsNamed() {
    add(true, Frame.of(11, Frame.closeBody(1000)).reserved(Frame.RSV1 | Frame.RSV3).unfinished());

    assertThat(log).hasToString("0.000 s  sent      OPCODE 11 RSV1 RSV3, 2 octets: 03e8");
  }

  @Test
  void aFloodOfFramesIsCountedAndNotKept() {
    for (int i = 0; i < 5000; i++) {
      add(false, Frame.text("" + i));
    }

    assertThat(log.lines()).hasSize(4096);
    assertThat(log.omitted()).isEqualTo(904);
    assertThat(log.toString()).endsWith("and 904 more frames");
  }
}
