package io.github.baseframe.conformance.engine;

import java.nio.ByteBuffer;

/**
 * A link without a socket. The subject answers at once or never, so when it has nothing to say the
 * clock jumps to the deadline: waiting costs no time.
 */
final class MemoryLink implements Link {

  private final Subject subject;
  private long now;

  MemoryLink(Subject subject) {
    this.subject = subject;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean transfer(ByteBuffer out, ByteBuffer in, long deadline) {
    boolean idle = !out.hasRemaining();
    if (!idle) {
      byte[] wire = new byte[out.remaining()];
      out.get(wire);
      subject.receive(ByteBuffer.wrap(wire));
    }
    int before = in.position();
    subject.send(in);
    if (in.position() > before) {
      return true;
    }
    if (idle) {
      now = Math.max(now, deadline);
    }
    return !subject.hasEnded();
  }

  @Override
  public void endOutput() {
    subject.receiveEndOfStream();
  }

  @Override
  public void close() {
    subject.receiveEndOfStream();
  }
}
