package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopBuffersTest {

  private static final Log LOG = new Log("io.github.baseframe");

  private final MemoryShare memory = new MemoryShare(MemoryBudget.unlimited(LOG));
  private final LoopBuffers buffers = buffers(2);

  private LoopBuffers buffers(int messages) {
    return new LoopBuffers(1 << 30, new MessageBuffers(messages, 1 << 30, LOG), memory);
  }

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
    assertThat(buffers(0).acquire(100_000).isDirect()).isFalse();
  }

  @Test
  void whatIsLentOnTheHeapIsCountedWithWhatAnObjectCosts() {
    ByteBuffer small = buffers.allocate(100);

    assertThat(memory.heldBytes()).isEqualTo(180);

    buffers.release(small);
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void whatIsLentOutsideOfTheHeapIsNotCountedAsItIsKeptAnyway() {
    buffers.acquire(100);
    buffers.acquire(8192);
    buffers.acquire(100_000);

    assertThat(memory.heldBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"524207, 524287", "524208, 1048576", "1048496, 1048576", "1048497, 2097152"})
  void aLargeObjectCostsWholeRegionsOfTheHeap(int bytes, long cost) {
    assertThat(MemoryShare.costOf(bytes)).isEqualTo(cost);
  }

  @Test
  void whatManyShareIsCountedOnceAndForEachOfThemALittle() {
    ByteBuffer shared = ByteBuffer.allocate(10_000);
    buffers.keepShared(shared.duplicate());
    buffers.keepShared(shared.slice(0, 5000));

    assertThat(memory.heldBytes()).isEqualTo(10_080 + 2 * 80);

    buffers.releaseShared(shared.slice(0, 5000));
    assertThat(memory.heldBytes()).isEqualTo(10_080 + 80);

    buffers.releaseShared(shared.duplicate());
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void withLittleMemoryOutsideOfTheHeapMostOfWhatIsLentIsOnIt() {
    // An eighth of 128 KiB is 8 small buffers, or 2 larger ones.
    LoopBuffers few = new LoopBuffers(128 * 1024, new MessageBuffers(0, 0, LOG), memory);

    assertThat(IntStream.range(0, 20).filter(i -> few.acquire(1).isDirect())).hasSize(8);
    assertThat(IntStream.range(0, 20).filter(i -> few.acquire(8192).isDirect())).hasSize(2);
  }
}
