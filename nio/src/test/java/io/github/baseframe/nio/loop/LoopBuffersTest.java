package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopBuffersTest {

  private static final Log LOG = new Log("io.github.baseframe");

  private final LoopBuffers buffers = new LoopBuffers(new MessageBuffers(2, 1 << 30, LOG));

  @ParameterizedTest
  @CsvSource({
    "1, 2048",
    "512, 2048",
    "513, 8192",
    "8192, 8192",
    "8193, 1048576",
    "1048576, 1048576",
    "1048577, 4194304"
  })
  void whatIsLentIsTheSmallestThatIsLargeEnough(int minBytes, int bytes) {
    ByteBuffer buffer = buffers.acquire(minBytes);

    assertThat(buffer.capacity()).isEqualTo(bytes);
    assertThat(buffer.isDirect()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "3000", "100000"})
  void whatComesBackIsLentAgain(int minBytes) {
    ByteBuffer first = buffers.acquire(minBytes);
    buffers.release(first.position(1).limit(2));

    ByteBuffer second = buffers.acquire(minBytes);

    assertThat(second).isSameAs(first);
    assertThat(second.position()).isZero();
    assertThat(second.limit()).isEqualTo(second.capacity());
    assertThat(buffers.acquire(minBytes)).isNotSameAs(first);
  }

  @Test
  void itSaysHowManyAreLentWhereverTheyComeFrom() {
    ByteBuffer small = buffers.acquire(1);
    buffers.acquire(100_000);
    buffers.acquire(100_000);
    buffers.acquire(100_000);
    assertThat(buffers.lent()).isEqualTo(4);

    buffers.release(small);
    assertThat(buffers.lent()).isEqualTo(3);
  }

  @Test
  void beyondTheMostMessagesOneGetsWhatItNeedsOnTheHeap() {
    ByteBuffer first = buffers.acquire(100_000);
    buffers.acquire(100_000);

    ByteBuffer third = buffers.acquire(100_000);
    buffers.release(third);
    buffers.release(first);

    assertThat(third.isDirect()).isFalse();
    assertThat(third.capacity()).isEqualTo(100_000);
    assertThat(buffers.acquire(100_000)).isSameAs(first);
    assertThat(buffers.acquire(100_000).isDirect()).isFalse();
  }

  @Test
  void aMessageAbove16MiBIsPutTogetherOnTheHeap() {
    ByteBuffer buffer = buffers.acquire((16 << 20) + 1);
    buffers.release(buffer);

    assertThat(buffer.isDirect()).isFalse();
    assertThat(buffer.capacity()).isEqualTo((16 << 20) + 1);
  }

  @Test
  void withoutMessageBuffersAllLargeMessagesAreOnTheHeap() {
    assertThat(new LoopBuffers(new MessageBuffers(0, 1 << 30, LOG)).acquire(100_000).isDirect())
        .isFalse();
  }
}
