package io.github.baseframe.server.program;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.WebSocketServer;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends every message to everyone who is connected, the sender included; it is framed once. */
final class BroadcastHandler implements WebSocketHandler {

  private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    sessions.add(session);
  }

  @Override
  public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    WebSocketServer.broadcast(sessions, PreparedMessage.utf8Text(utf8));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    WebSocketServer.broadcast(sessions, PreparedMessage.binary(payload));
  }

  @Override
  public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    sessions.remove(session);
  }
}
