package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameHeaderTest {

  private final FrameHeader header = new FrameHeader();

  @Test
  void theFirstByteIsFinThreeReservedBitsAndTheOpcode() {
    for (int bits = 0; bits < 256; bits++) {
      header.set(bits, false, 0, 0);

      assertThat(header.firstByte()).isEqualTo(bits);
      assertThat(header.fin()).isEqualTo(bits >> 7 == 1);
      assertThat(header.rsv1()).isEqualTo((bits >> 6 & 1) == 1);
      assertThat(header.rsv2()).isEqualTo((bits >> 5 & 1) == 1);
      assertThat(header.rsv3()).isEqualTo((bits >> 4 & 1) == 1);
      assertThat(header.opcodeBits()).isEqualTo(bits & 15);
    }
  }

  @Test
  void elevenTo15AndThreeToSevenAreNoOpcodes() {
    Opcode[] opcodes = {
      Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY, null, null, null, null, null,
      Opcode.CLOSE, Opcode.PING, Opcode.PONG, null, null, null, null, null
    };
    for (int bits = 0; bits < 16; bits++) {
      assertThat(header.set(bits, false, 0, 0).opcode()).isEqualTo(opcodes[bits]);
    }
  }

  @Test
  void controlOpcodesAreCloseAndPingAndPong() {
    assertThat(Opcode.values())
        .filteredOn(Opcode::isControl)
        .containsExactly(Opcode.CLOSE, Opcode.PING, Opcode.PONG);
    for (Opcode opcode : Opcode.values()) {
      assertThat(Opcode.of(opcode.bits())).isEqualTo(opcode);
    }
  }
}
