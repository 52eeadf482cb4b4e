package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTest {

  private static String text(Payload payload) {
    return new String(payload.toBytes(), UTF_8);
  }

  @Test
  void aPatternIsRepeatedAndItsLastRepetitionCut() {
    assertThat(text(Payload.utf8("abc").repeatedTo(8))).isEqualTo("abcabcab");
    assertThat(text(Payload.utf8("abc").slice(1, 3).repeatedTo(5))).isEqualTo("bcbcb");
    assertThat(Payload.utf8("abc").repeatedTo(0)).isEqualTo(Payload.EMPTY);
  }

  @Test
  void aLongPayloadTakesLittleMemoryAndKeepsItsPattern() {
    Payload payload = Payload.utf8("abc").repeatedTo(1 << 30);

    assertThat(text(payload.slice(999_999_999, 1_000_000_003))).isEqualTo("abca");
    assertThat(text(payload.slice(8190, 8196))).isEqualTo("abcabc");
  }

  @Test
  void aSliceIsAPart() {
    Payload payload = Payload.utf8("Hello").slice(1, 4);

    assertThat(text(payload)).isEqualTo("ell");
    assertThat(text(payload.slice(1, 3))).isEqualTo("ll");
    assertThat(payload.slice(3, 3)).isEqualTo(Payload.EMPTY);
  }

  @Test
  void copyTakesAsMuchAsFits() {
    ByteBuffer target = ByteBuffer.allocate(4);

    assertThat(Payload.utf8("Hello").copy(3, target)).isEqualTo(2);
    assertThat(Payload.utf8("Hello").copy(0, target)).isEqualTo(2);
    assertThat(new String(target.array(), UTF_8)).isEqualTo("loHe");
  }

  @Test
  void payloadsOfTheSameOctetsAreEqual() {
    Payload million = Payload.fill('a', 1_000_000);
    byte[] same = million.toBytes();
    byte[] other = million.toBytes();
    other[999_999] = 'b';

    assertThat(Payload.of(same)).isEqualTo(million).hasSameHashCodeAs(million);
    assertThat(Payload.of(other)).isNotEqualTo(million);
    assertThat(million.slice(1, 1_000_000)).isNotEqualTo(million);
  }

  @Test
  void itIsShownAsTextOrInHexAndNotAtFullLength() {
    assertThat(Payload.utf8("Hello")).hasToString("\"Hello\"");
    assertThat(Payload.hex("00ff")).hasToString("00ff");
    assertThat(Payload.fill('a', 100)).hasToString('"' + "a".repeat(32) + '"' + "... (100 octets)");
  }
}
