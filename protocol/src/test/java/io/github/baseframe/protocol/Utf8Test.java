package io.github.baseframe.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  private static final String TEXT = "a\u00E9\u20AC\uD83D\uDE00";

  @Test
  void textBecomesBytesAndBytesBecomeText() {
    assertThat(Utf8.encode(TEXT)).isEqualTo(TEXT.getBytes(UTF_8));
    assertThat(Utf8.encode("")).isEmpty();
  }

  @Test
  void everyKindOfBufferIsDecodedAndLeftAsItIs() {
    byte[] bytes = ("xx" + TEXT + "yy").getBytes(UTF_8);
    ByteBuffer heap = ByteBuffer.wrap(bytes, 1, bytes.length - 2).slice();
    ByteBuffer direct = ByteBuffer.allocateDirect(64).put(heap.duplicate()).flip();
    for (ByteBuffer buffer : List.of(heap, heap.asReadOnlyBuffer(), direct)) {
      buffer.position(1).limit(buffer.limit() - 1);

      assertThat(Utf8.decode(buffer)).isEqualTo(TEXT);
      assertThat(buffer.position()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void anUnpairedSurrogateIsRefused(int index) {
    String[] texts = {"\uDC00", "a\uD800", "ab\uD800c", "abc\uDC00", "\uD800\uDC00ab\uD800"};

    assertThatThrownBy(() -> Utf8.encode(texts[index]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index " + index);
  }

  @Test
  void twoHighSurrogatesAreNoPair() {
    assertThatThrownBy(() -> Utf8.encode("\uD800\uD800"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
