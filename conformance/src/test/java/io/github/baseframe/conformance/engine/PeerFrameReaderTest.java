package io.github.baseframe.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Payload;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerFrameReaderTest {

  private final List<String> read = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();

  /** Reads octet by octet. */
  private void read(Role tester, String hex) throws Violation {
    PeerFrameReader reader = new PeerFrameReader(tester, new Recording(), null);
    for (byte octet : HexFormat.of().parseHex(hex)) {
      reader.read(ByteBuffer.wrap(new byte[] {octet}));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, 810548656c6c6f,                   'text \"Hello\"'",
    "SERVER, 8185000000ff48656c936f,           'text \"Hello\"'",
    "SERVER, 818537fa213d7f9f4d5158,           'text \"Hello\"'",
    "CLIENT, 8200,                             'binary \"\"'",
    "CLIENT, 0103e282ac8a00800161,             'pong \"\",text e282ac61'",
    "CLIENT, 89016f,                           'ping \"o\"'",
    "CLIENT, 8800,                             'close null'",
    "CLIENT, 880403e86f6b8900,                 'close 1000,ping \"\"'"
  })
  void whatIsLegalIsReadInPiecesOfAnySize(Role tester, String hex, String expected)
      throws Violation {
    read(tester, hex);

    assertThat(String.join(",", read)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT, C100,                 reserved bits",
    "CLIENT, A100,                 reserved bits",
    "CLIENT, 9100,                 reserved bits",
    "CLIENT, 8300,                 reserved opcode",
    "CLIENT, 8B00,                 reserved opcode",
    "SERVER, 8100,                 without mask",
    "CLIENT, 818000000000,         with mask",
    "CLIENT, 0900,                 fragment of a control frame",
    "CLIENT, 8A7E007E,             more than 125",
    "CLIENT, 8000,                 continuation of nothing",
    "CLIENT, 01008100,             inside of another",
    "CLIENT, 817E007D,             too many octets",
    "CLIENT, 817F000000000000FFFF, too many octets",
    "CLIENT, 817F8000000000000000, top bit",
    "CLIENT, 817F0000000004000001, larger than any",
    "CLIENT, 8801AA,               half a code",
    "CLIENT, 880203ED,             1005",
    "CLIENT, 880203FF,             1023",
    "CLIENT, 880303E8FF,           reason that is not UTF-8",
    "CLIENT, 8101FF,               not UTF-8",
    "CLIENT, 8103EDA080,           not UTF-8",
    "CLIENT, 88008100,             after Close",
    "CLIENT, 88008800,             after Close"
  })
  void whatIsNotIsBlamed(Role tester, String hex, String sentence) {
    assertThatThrownBy(() -> read(tester, hex))
        .isInstanceOf(Violation.class)
        .hasMessageContaining(sentence);
    assertThat(hex.toLowerCase(Locale.ROOT)).contains(frames.get(frames.size() - 1).split(" ")[0]);
  }

  @Test
  void headersAreShownAsTheyCame() throws Violation {
    read(Role.SERVER, "8185000000ff48656c936f");
    assertThatThrownBy(() -> read(Role.SERVER, "8afe007e01020304"));

    assertThat(frames).containsExactly("8185000000ff \"Hello\"", "8afe007e01020304 \"\"");
  }

  private final class Recording implements PeerFrameReader.Listener {
    @Override
    public void onFrame(Payload header, Payload shown) {
      frames.add(HexFormat.of().formatHex(header.toBytes()) + " " + shown);
    }

    @Override
    public void onMessage(boolean text, Payload payload) {
      read.add((text ? "text " : "binary ") + payload);
    }

    @Override
    public void onPing(Payload payload) {
      read.add("ping " + payload);
    }

    @Override
    public void onPong(Payload payload) {
      read.add("pong " + payload);
    }

    @Override
    public void onClose(Integer code) {
      read.add("close " + code);
    }
  }
}
