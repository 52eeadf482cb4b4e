package io.github.baseframe.server;

import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;

/** Sends everything back. */
class EchoHandler implements WebSocketHandler {

  @Override
  public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    session.sendUtf8Text(utf8);
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    session.sendBinary(payload);
  }
}
