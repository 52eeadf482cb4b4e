package io.github.baseframe.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ValidatorTest {

  /** One character for every row of the table in RFC 3629, its first and its last. */
  private static final String EVERY_KIND =
      "\u0000\u007F\u0080\u07FF\u0800\u0FFF\u1000\uCFFF\uD000\uD7FF\uE000\uFFFF"
          + "\uD800\uDC00\uD8BF\uDFFF\uD8C0\uDC00\uDBBF\uDFFF\uDBC0\uDC00\uDBFF\uDFFF";

  /** All that a character may begin with, from the encoder of the JDK. */
  private static final Set<String> BEGINNINGS = beginnings();

  private final Utf8Validator validator = new Utf8Validator();
  private final CharsetDecoder decoder = UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(8);

  @Test
  void allSequencesOfOneTwoAndThreeBytesAreJudgedAsByTheDecoderOfTheJdk() {
    for (int length = 1; length <= 3; length++) {
      byte[] bytes = new byte[length];
      for (int value = 0; value < 1 << Byte.SIZE * length; value++) {
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) (value >> Byte.SIZE * i);
        }
        assertJudgedAsByTheJdk(bytes);
      }
    }
  }

  /** Of the last two bytes, the edges of all ranges that appear in RFC 3629. */
  @Test
  void sequencesOfFourBytesAreJudgedAsByTheDecoderOfTheJdk() {
    int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF};
    for (int lead = 0xE0; lead <= 0xFF; lead++) {
      for (int second = 0; second <= 0xFF; second++) {
        for (int third : edges) {
          for (int fourth : edges) {
            byte[] bytes = {(byte) lead, (byte) second, (byte) third, (byte) fourth};
            assertJudgedAsByTheJdk(bytes);
          }
        }
      }
    }
  }

  /** Behind the beginning of every kind of character, every two bytes, and two that may follow. */
  @ParameterizedTest
  @ValueSource(strings = {"", "c2", "e0", "e1", "ed", "f0", "f1", "f4", "f180", "f18080"})
  void bytesAreJudgedTogetherAsTheyAreOneByOne(String beginning) {
    ByteBuffer bytes = ByteBuffer.allocate(4);
    for (int pair = 0; pair < 1 << Short.SIZE; pair++) {
      for (int next : new int[] {0x8080, 0x8041, 0x4141}) {
        bytes.putShort(0, (short) pair).putShort(2, (short) next);
        if (!judge(beginning, bytes, 4).equals(judge(beginning, bytes, 1))) {
          assertThat(bytes).as("%s %04x %04x", beginning, pair, next).isNull();
        }
      }
    }
  }

  private String judge(String beginning, ByteBuffer bytes, int pieceBytes) {
    validator.reset();
    boolean valid = validator.validate(Hex.bytes(beginning));
    for (int i = 0; i < bytes.limit(); i += pieceBytes) {
      valid &= validator.validate(bytes.slice(i, pieceBytes));
    }
    if (!valid) {
      return "impossible";
    }
    return validator.isComplete() ? "complete" : "incomplete";
  }

  @Test
  void theOrderOfABufferDoesNotMatter() {
    assertThat(validator.validate(Hex.bytes("f09f9880").order(ByteOrder.LITTLE_ENDIAN))).isTrue();
  }

  @Test
  void everyCodePointIsValidAndNoneOfItsBeginningsIsComplete() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (isSurrogate(codePoint)) {
        continue;
      }
      byte[] bytes = Character.toString(codePoint).getBytes(UTF_8);
      validator.reset();
      for (int i = 0; i < bytes.length; i++) {
        boolean valid = validator.validate(ByteBuffer.wrap(bytes, i, 1));
        if (!valid || validator.isComplete() != (i == bytes.length - 1)) {
          assertThat(bytes).as("code point %x, byte %d", codePoint, i).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0",
        "c1",
        "f5",
        "ff",
        "80",
        "bf",
        "e080",
        "e09f",
        "eda0",
        "edbf",
        "f080",
        "f08f",
        "f490",
        "f4bf",
        "c27f",
        "c2c0",
        "e18041",
        "f1808041",
        "41e280e2"
      })
  void theFirstImpossibleByteIsTheOneThatFails(String hex) {
    ByteBuffer bytes = Hex.bytes(hex);
    int last = bytes.limit() - 1;

    assertThat(validator.validate(bytes.slice(0, last))).isTrue();
    assertThat(validator.validate(bytes.slice(last, 1))).isFalse();
  }

  @Property
  void aStreamFailsExactlyAtTheByteThatNoCharacterContinuesWith(@ForAll("streams") byte[] stream) {
    int expected = firstImpossible(stream);

    validator.reset();
    int failed = 0;
    while (failed < stream.length && validator.validate(ByteBuffer.wrap(stream, failed, 1))) {
      failed++;
    }

    assertThat(failed).isEqualTo(expected);
    validator.reset();
    assertThat(validator.validate(ByteBuffer.wrap(stream))).isEqualTo(expected == stream.length);
  }

  @Test
  void aTextMayBeCutAnywhere() {
    byte[] text = ("some ASCII first " + EVERY_KIND).getBytes(UTF_8);
    for (int cut = 0; cut <= text.length; cut++) {
      for (int second = cut; second <= text.length; second++) {
        validator.reset();
        assertThat(validator.validate(ByteBuffer.wrap(text, 0, cut))).isTrue();
        assertThat(validator.validate(ByteBuffer.wrap(text, cut, second - cut))).isTrue();
        assertThat(validator.validate(ByteBuffer.wrap(text, second, text.length - second)))
            .isTrue();
        assertThat(validator.isComplete()).isTrue();
      }
    }
  }

  @Test
  void oneBadByteIsFoundAtEveryPlaceInARunOfAscii() {
    for (int length = 1; length < 100; length++) {
      for (int bad = 0; bad < length; bad++) {
        ByteBuffer heap = ByteBuffer.wrap("a".repeat(length).getBytes(UTF_8));
        heap.put(bad, (byte) 0xFF);
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(heap.duplicate()).flip();
        for (int from = 0; from <= length; from++) {
          validator.reset();
          assertThat(validator.validate(heap.position(from))).isEqualTo(from > bad);
          validator.reset();
          assertThat(validator.validate(direct.position(from))).isEqualTo(from > bad);
        }
      }
    }
  }

  @Test
  void nothingBehindTheLimitIsLookedAt() {
    ByteBuffer bytes = Hex.bytes("6161616161616161 ff").limit(8);

    assertThat(validator.validate(bytes)).isTrue();
    assertThat(bytes.position()).isZero();
    assertThat(bytes.limit()).isEqualTo(8);
  }

  @Test
  void aNewTextMayBeginAfterOneThatWasCutOff() {
    validator.validate(Hex.bytes("f0"));
    assertThat(validator.isComplete()).isFalse();

    validator.reset();

    assertThat(validator.isComplete()).isTrue();
    assertThat(validator.validate(Hex.bytes("41"))).isTrue();
  }

  @Provide
  Arbitrary<byte[]> streams() {
    Arbitrary<String> valid = Arbitraries.strings().all().ofMaxLength(12);
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
    return Combinators.combine(valid, anything, valid)
        .as(
            (before, bytes, after) -> {
              ByteBuffer joined = ByteBuffer.allocate(128);
              joined.put(before.getBytes(UTF_8)).put(bytes).put(after.getBytes(UTF_8));
              return Hex.toArray(joined.flip());
            });
  }

  private void assertJudgedAsByTheJdk(byte[] bytes) {
    decoder.reset();
    chars.clear();
    boolean expected = decoder.decode(ByteBuffer.wrap(bytes), chars, true).isUnderflow();
    validator.reset();
    boolean valid = validator.validate(ByteBuffer.wrap(bytes)) && validator.isComplete();
    if (valid != expected) {
      assertThat(valid).as(Hex.of(ByteBuffer.wrap(bytes))).isEqualTo(expected);
    }
  }

  /** The index of the first byte after which no text has this beginning, else the length. */
  private static int firstImpossible(byte[] stream) {
    int start = 0;
    for (int i = 0; i < stream.length; i++) {
      ByteBuffer character = ByteBuffer.wrap(stream, start, i + 1 - start);
      if (isWholeCharacter(character)) {
        start = i + 1;
      } else if (!BEGINNINGS.contains(Hex.of(character))) {
        return i;
      }
    }
    return stream.length;
  }

  private static boolean isWholeCharacter(ByteBuffer bytes) {
    try {
      UTF_8.newDecoder().decode(bytes.duplicate());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Set<String> beginnings() {
    Set<String> beginnings = new HashSet<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (!isSurrogate(codePoint)) {
        String hex = HexFormat.of().formatHex(Character.toString(codePoint).getBytes(UTF_8));
        for (int end = 2; end < hex.length(); end += 2) {
          beginnings.add(hex.substring(0, end));
        }
      }
    }
    return beginnings;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
