package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedSizeBufferPoolTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void buffersAreInsideOrOutsideOfTheHeap(boolean direct) {
    ByteBuffer buffer = BufferPool.of(100, 1, direct).acquire(1);

    assertThat(buffer.isDirect()).isEqualTo(direct);
    assertThat(buffer.capacity()).isEqualTo(100);
    assertThat(buffer.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
  }

  @Test
  void whatWasGivenBackLastIsLentFirstAndCleared() {
    BufferPool pool = BufferPool.of(100, 2, false);
    ByteBuffer one = pool.acquire(1);
    ByteBuffer other = pool.acquire(100);
    pool.release(one.position(50).limit(60));
    pool.release(other.position(50));

    assertThat(pool.acquire(100)).isSameAs(other);
    ByteBuffer again = pool.acquire(1);

    assertThat(again).isSameAs(one);
    assertThat(again.position()).isZero();
    assertThat(again.limit()).isEqualTo(100);
    assertThat(pool.acquire(1)).isNotSameAs(one).isNotSameAs(other);
  }

  @Test
  void noMoreThanTheMostAreKept() {
    BufferPool pool = BufferPool.of(100, 1, false);
    ByteBuffer one = pool.acquire(1);
    ByteBuffer other = pool.acquire(1);
    pool.release(one);
    pool.release(other);

    assertThat(pool.acquire(1)).isSameAs(one);
    assertThat(pool.acquire(1)).isNotSameAs(other);
  }

  @Test
  void noMoreDirectBuffersAreMadeThanAreKept() {
    BufferPool pool = BufferPool.of(100, 1, true);
    ByteBuffer direct = pool.acquire(1);
    ByteBuffer onTheHeap = pool.acquire(1);
    assertThat(onTheHeap.isDirect()).isFalse();
    assertThat(onTheHeap.capacity()).isEqualTo(100);

    pool.release(onTheHeap);
    pool.release(direct);

    assertThat(pool.acquire(1)).isSameAs(direct);
  }

  @Test
  void whatIsLargerThanABufferIsAllocatedOnTheHeapAndNotKept() {
    BufferPool pool = BufferPool.of(100, 1, true);
    ByteBuffer large = pool.acquire(101);
    assertThat(large.isDirect()).isFalse();
    assertThat(large.capacity()).isEqualTo(101);

    pool.release(large);

    assertThat(pool.acquire(101)).isNotSameAs(large);
    assertThat(pool.acquire(1).capacity()).isEqualTo(100);
  }

  @Test
  void aPoolWithoutRoomOrWithANegativeNumberOfBuffersIsRefused() {
    assertThatThrownBy(() -> BufferPool.of(0, 1, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BufferPool.of(1, -1, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
