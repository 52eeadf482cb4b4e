package io.github.baseframe.conformance.engine;

import java.nio.ByteBuffer;

/** An endpoint without I/O: what {@link MemoryLink} connects the tester to. */
interface Subject {

  /** Takes all bytes. */
  void receive(ByteBuffer in);

  /** The tester has ended the stream. */
  void receiveEndOfStream();

  /** Moves to the buffer what is to be sent, as much as there is room for. */
  void send(ByteBuffer out);

  /** Whether nothing more will be sent, once {@link #send} has nothing left. */
  boolean hasEnded();
}
