package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageBuffersTest {

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void buffersBeginInTheMiddleOfAPage() {
    for (ByteBuffer buffer :
        new ByteBuffer[] {
          new MessageBuffers(100_000, 1).acquire(), MessageBuffers.allocateDirect(100_000)
        }) {
      assertThat(buffer.alignmentOffset(0, 4096)).isEqualTo(2048);
      assertThat(buffer.capacity()).isEqualTo(100_000);
      assertThat(buffer.isDirect()).isTrue();
    }
  }

  @Test
  void theLastThatCameBackIsLentFirstAsItIsTheWarmest() {
    MessageBuffers buffers = new MessageBuffers(100, 2);
    ByteBuffer first = buffers.acquire();
    ByteBuffer second = buffers.acquire();
    buffers.release(second);
    buffers.release(first.limit(1));

    assertThat(buffers.acquire()).isSameAs(first).isEqualTo(ByteBuffer.allocate(100));
    assertThat(buffers.acquire()).isSameAs(second);
    assertThat(buffers.acquire()).isNull();
  }

  /** The JDK waits for half a second, on the thread of the loop, before it says so. */
  @Test
  void whereThereIsNoMoreMemoryItDoesWithTheBuffersThatItHasAndLogsThatOnce() {
    MessageBuffers buffers = new MessageBuffers(100, 3, this::outOfMemoryAtTheSecond);
    ByteBuffer only = buffers.acquire();

    try (LogCapture log = new LogCapture()) {
      assertThat(buffers.acquire()).isNull();
      assertThat(buffers.acquire()).isNull();

      assertThat(log.lines())
          .containsExactly(
              "No more buffers of 100 bytes outside of the heap: "
                  + "java.lang.OutOfMemoryError: pretended");
    }
    assertThat(asked).hasValue(2);
    buffers.release(only);
    assertThat(buffers.acquire()).isSameAs(only);
  }

  private ByteBuffer outOfMemoryAtTheSecond(int bytes) {
    if (asked.incrementAndGet() == 2) {
      throw new OutOfMemoryError("pretended");
    }
    return ByteBuffer.allocate(bytes);
  }
}
