package io.github.baseframe.server;

import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends what it receives to all sessions that were ever opened, in the order of their opening. */
class BroadcastingHandler extends RecordingHandler {

  final Collection<WebSocketSession> sessions = new CopyOnWriteArrayList<>();

  @Override
  public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    sessions.add(session);
    super.onOpen(session, handshake);
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    WebSocketServer.broadcast(sessions, PreparedMessage.text(text));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    WebSocketServer.broadcast(sessions, PreparedMessage.binary(payload));
  }
}
