package io.github.baseframe.nio.loop;

import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Set;

/**
 * Takes memory from those who hold most of it. It allocates nothing: memory is what is missing.
 *
 * <p>Belongs to the thread of a loop.
 */
final class Relief {

  /** Who holds less is left alone: it would free little, and hit many. */
  private static final int MIN_HELD_BYTES = 4 * 1024;

  /** For each power of two, how much is held by those who hold at least so much and not double. */
  private final long[] heldBySize = new long[Long.SIZE];

  private final MemoryShare memory;

  Relief(MemoryShare memory) {
    this.memory = memory;
  }

  /**
   * Evicts those who hold most until the loop holds so much less.
   *
   * @param keys of all that is registered
   * @param excess how many bytes are to be freed
   * @return how many were evicted
   */
  int evict(Set<SelectionKey> keys, long excess) {
    int sizes = smallestSizes(keys, excess);
    long goal = memory.heldBytes() - excess;
    int evicted = 0;
    for (SelectionKey key : keys) {
      if (memory.heldBytes() <= goal) {
        break;
      }
      Selected selected = selectedBy(key);
      if (selected != null && sizeOf(selected.heldBytes()) >= sizes) {
        evict(selected);
        evicted++;
      }
    }
    return evicted;
  }

  private static void evict(Selected selected) {
    try {
      selected.evict();
    } catch (Throwable e) {
      selected.onFailure(e);
    }
  }

  /** Returns the smallest size from which on all together hold the excess. */
  private int smallestSizes(Set<SelectionKey> keys, long excess) {
    Arrays.fill(heldBySize, 0);
    for (SelectionKey key : keys) {
      Selected selected = selectedBy(key);
      if (selected != null) {
        long held = selected.heldBytes();
        heldBySize[sizeOf(held)] += held;
      }
    }
    int size = heldBySize.length - 1;
    long sum = heldBySize[size];
    int smallest = sizeOf(MIN_HELD_BYTES);
    while (sum < excess && size > smallest) {
      sum += heldBySize[--size];
    }
    return size;
  }

  private static Selected selectedBy(SelectionKey key) {
    return key.isValid() ? (Selected) key.attachment() : null;
  }

  private static int sizeOf(long bytes) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes));
  }
}
