package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final History history = new History(4);

  private byte[] after(int... appended) {
    byte[] bytes = new byte[appended.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) appended[i];
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    history.append(buffer);
    assertThat(buffer.remaining()).isEqualTo(bytes.length);
    return Arrays.copyOf(history.bytes(), history.size());
  }

  @Test
  void itKeepsTheLatestBytes() {
    assertThat(after()).isEmpty();
    assertThat(after(1)).containsExactly(1);
    assertThat(after(2, 3)).containsExactly(1, 2, 3);
    assertThat(after(4, 5)).containsExactly(2, 3, 4, 5);
    assertThat(after()).containsExactly(2, 3, 4, 5);
    assertThat(after(6, 7, 8, 9)).containsExactly(6, 7, 8, 9);
    assertThat(after(1, 2, 3, 4, 5, 6)).containsExactly(3, 4, 5, 6);
  }

  @Test
  void itTakesMemoryAsBytesCome() {
    History large = new History(1 << 15);
    assertThat(large.bytes()).isEmpty();

    large.append(ByteBuffer.allocate(100));
    assertThat(large.bytes()).hasSizeLessThan(300);

    large.append(ByteBuffer.allocate(100_000));
    assertThat(large.bytes()).hasSize(1 << 15);

    large.clear();
    assertThat(large.bytes()).isEmpty();
    assertThat(large.size()).isZero();
  }
}
