package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A transport that takes so many bytes at most, and tells what it was given. */
public final class TakingWriter implements OutboundQueue.SegmentWriter<RuntimeException> {

  /** What the latest write was given. */
  public List<ByteBuffer> segments = List.of();

  private final int most;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  public TakingWriter(int most) {
    this.most = most;
  }

  public ByteBuffer taken() {
    return ByteBuffer.wrap(taken.toByteArray());
  }

  @Override
  public long write(ByteBuffer[] from, int first, int count) {
    segments = List.of(Arrays.copyOfRange(from, first, first + count));
    int before = taken.size();
    for (ByteBuffer segment : segments) {
      int length = Math.min(segment.remaining(), most - taken.size());
      taken.writeBytes(Hex.toArray(segment.slice(segment.position(), length)));
      segment.position(segment.position() + length);
    }
    return taken.size() - before;
  }
}
