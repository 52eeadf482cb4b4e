package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.LogCapture;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBuffersTest {

  private static final Log LOG = new Log("io.github.baseframe");

  private static final int MIB = 1 << 20;

  private final MessageBuffers two = new MessageBuffers(2, 100 * MIB, ByteBuffer::allocate, LOG);
  private final AtomicInteger asked = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({
    "1, 1048576",
    "1048576, 1048576",
    "1048577, 4194304",
    "4194304, 4194304",
    "4194305, 16777216",
    "16777216, 16777216"
  })
  void whatIsLentIsTheSmallestThatIsLargeEnough(int minBytes, int bytes) {
    assertThat(two.acquire(minBytes).capacity()).isEqualTo(bytes);
  }

  @Test
  void thereIsNoneAbove16MiB() {
    assertThat(two.acquire(16 * MIB + 1)).isNull();
  }

  @Test
  void theLastThatCameBackIsLentFirstAsItIsTheWarmest() {
    ByteBuffer first = two.acquire(MIB);
    ByteBuffer second = two.acquire(MIB);
    two.release(second);
    two.release(first.position(1).limit(2));

    assertThat(two.acquire(1)).isSameAs(first).isEqualTo(ByteBuffer.allocate(MIB));
    assertThat(two.acquire(1)).isSameAs(second);
    assertThat(two.acquire(1)).isNull();
  }

  @Test
  void thereAreSoManyOfEachSize() {
    for (int size : List.of(MIB, 4 * MIB, 16 * MIB)) {
      assertThat(two.acquire(size)).isNotNull();
      assertThat(two.acquire(size)).isNotNull();
      assertThat(two.acquire(size)).isNull();
    }
  }

  @Test
  void allTogetherAreNoLargerThanTheyMayBe() {
    MessageBuffers sixMebibytes = new MessageBuffers(4, 6 * MIB, ByteBuffer::allocate, LOG);

    assertThat(sixMebibytes.acquire(16 * MIB)).isNull();
    assertThat(sixMebibytes.acquire(4 * MIB)).isNotNull();
    assertThat(sixMebibytes.acquire(4 * MIB)).isNull();
    assertThat(sixMebibytes.acquire(MIB)).isNotNull();
    assertThat(sixMebibytes.acquire(MIB)).isNotNull();
    assertThat(sixMebibytes.acquire(MIB)).isNull();
  }

  @Test
  void buffersAreOutsideOfTheHeapAndBeginInTheMiddleOfAPage() {
    ByteBuffer lent = new MessageBuffers(1, MIB, LOG).acquire(MIB);
    ByteBuffer any = MessageBuffers.allocateDirect(10_000);

    assertThat(any.capacity()).isEqualTo(10_000);
    for (ByteBuffer buffer : List.of(lent, any)) {
      assertThat(buffer.isDirect()).isTrue();
      assertThat(buffer.alignmentOffset(0, 4096)).isEqualTo(2048);
    }
  }

  /** The JDK waits for half a second, on the thread of the loop, before it says so. */
  @Test
  void whereThereIsNoMoreMemoryItDoesWithWhatItHasAndLogsThatOnce() {
    MessageBuffers buffers = new MessageBuffers(4, 100 * MIB, this::outOfMemoryAtTheSecond, LOG);
    ByteBuffer only = buffers.acquire(MIB);

    try (LogCapture log = new LogCapture()) {
      assertThat(buffers.acquire(4 * MIB)).isNull();
      assertThat(buffers.acquire(4 * MIB)).isNull();
      assertThat(buffers.acquire(MIB)).isNull();

      assertThat(log.lines())
          .containsExactly(
              "No more buffers for messages are made outside of the heap: "
                  + "java.lang.OutOfMemoryError: pretended");
    }
    assertThat(asked).hasValue(2);
    buffers.release(only);
    assertThat(buffers.acquire(MIB)).isSameAs(only);
  }

  private ByteBuffer outOfMemoryAtTheSecond(int bytes) {
    if (asked.incrementAndGet() == 2) {
      throw new OutOfMemoryError("pretended");
    }
    return ByteBuffer.allocate(bytes);
  }
}
