package io.github.baseframe.conformance.testee;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;

/** Sends every message back as it came. */
interface Echo extends WebSocketHandler {

  /** More than the largest message of any case, in octets. */
  int MAX_MESSAGE_BYTES = 64 << 20;

  /** With room for what a case sends before it reads. */
  Limits LIMITS =
      Limits.DEFAULT
          .withMaxMessageBytes(MAX_MESSAGE_BYTES)
          .withMaxQueuedBytes(2L * MAX_MESSAGE_BYTES);

  @Override
  default void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    session.sendUtf8Text(utf8);
  }

  @Override
  default void onBinary(WebSocketSession session, ByteBuffer payload) {
    session.sendBinary(payload);
  }
}
