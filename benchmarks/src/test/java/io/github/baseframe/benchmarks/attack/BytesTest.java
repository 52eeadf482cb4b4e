package io.github.baseframe.benchmarks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** What attackers send is what their kinds say. */
class BytesTest {

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return HexFormat.of().formatHex(copy);
  }

  @Test
  void anAnnouncementIsAHeaderAndOneByte() {
    assertThat(hex(Bytes.announcement(64 << 20))).isEqualTo("82ff00000000040000000000000000");
  }

  @Test
  void aFragmentIsNotFinal() {
    assertThat(hex(Bytes.fragment(3))).isEqualTo("028300000000000000");
  }

  @Test
  void floodsAreWholeFrames() {
    assertThat(hex(Bytes.smallMessages())).matches("(82810000000000)+").hasSizeGreaterThan(30_000);
    assertThat(hex(Bytes.pings())).matches("(89fd00000000(00){125})+").hasSizeGreaterThan(30_000);
  }

  @Test
  void aBombIsSmallAndIsInflatedToItsSize() throws DataFormatException {
    ByteBuffer bomb = Bytes.bomb(1 << 20);

    assertThat(hex(bomb)).startsWith("c2fe");
    int payloadBytes = bomb.getShort(2) & 0xffff;
    assertThat(payloadBytes).isEqualTo(bomb.remaining() - 8).isLessThan(1_100);
    Inflater inflater = new Inflater(true);
    inflater.setInput(bomb.slice(8, payloadBytes));
    assertThat(inflater.inflate(new byte[2 << 20])).isEqualTo(1 << 20);
    inflater.end();
  }

  @Test
  void finalBlocksAreAMessageOfNothingElse() {
    assertThat(hex(Bytes.finalBlocks())).matches("(c2fe07d100000000(0300){1000}00)+");
  }

  @Test
  void theLargestHeadHasNoEndAndIsWithinTheLimits() {
    String head = new String(HexFormat.of().parseHex(hex(Bytes.largestHead())));

    assertThat(head).endsWith("x\r\n").doesNotContain("\r\n\r\n").hasSizeBetween(15_000, 16_384);
    assertThat(head.lines()).allMatch(line -> line.length() < 8_192);
  }
}
