package io.github.baseframe.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a {@link TlsConnection} sends its records: a socket that does not block, or a buffer. */
@FunctionalInterface
public interface RecordWriter {

  /**
   * Takes as many bytes as it can without waiting. Called by whoever calls the connection, and must
   * not call it in turn.
   *
   * @param records what to send; what was taken is consumed. Belongs to the connection: the writer
   *     may not use it after it has returned
   * @throws IOException if nothing can be sent any more
   */
  void write(ByteBuffer records) throws IOException;
}
