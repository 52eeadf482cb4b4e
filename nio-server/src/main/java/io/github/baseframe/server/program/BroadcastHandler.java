package io.github.baseframe.server.program;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.SessionGroup;
import java.nio.ByteBuffer;

/** Sends every message to everyone who is connected, the sender included; it is prepared once. */
final class BroadcastHandler implements WebSocketHandler {

  private final SessionGroup everyone = new SessionGroup();

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    everyone.add(session);
  }

  @Override
  public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    everyone.broadcast(PreparedMessage.utf8Text(utf8));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    everyone.broadcast(PreparedMessage.binary(payload));
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    everyone.remove(session);
  }
}
