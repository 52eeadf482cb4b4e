package io.github.baseframe.server.program;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.WebSocketServer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One room in which everybody reads what everybody writes. Each text message is one JSON object
 * whose members are strings, save for {@code participants}.
 *
 * <p>What a client may send:
 *
 * <pre>
 *   {"type":"nick","nick":"Ada"}                        1 to 32 characters, no control characters
 *   {"type":"message","text":"Hello"}                   1 to 4000 characters
 * </pre>
 *
 * What it is sent:
 *
 * <pre>
 *   {"type":"welcome","id":"1","nick":"guest 1","participants":[{"id":"1","nick":"guest 1"}]}
 *                                                       first of all, to the newcomer alone
 *   {"type":"join","id":"2","nick":"guest 2"}           to the others
 *   {"type":"nick","id":"2","nick":"Ada","old":"guest 2"}
 *   {"type":"message","id":"2","nick":"Ada","text":"Hello"}
 *   {"type":"leave","id":"2","nick":"Ada"}
 *   {"type":"error","error":"..."}                      to whoever sent what is not understood
 * </pre>
 *
 * <p>Characters are code points. An id is unique as long as the server runs, a nickname need not
 * be. Nothing that a client sends as text ends its connection; binary messages do, with 1003.
 * Everybody sees the same things in the same order: what changes the room, and telling of it,
 * happens under one lock, which is held without waiting for anything. Who reads too slowly misses
 * messages.
 */
final class ChatHandler implements WebSocketHandler {

  private static final int MAX_NICK_LENGTH = 32;
  private static final int MAX_TEXT_LENGTH = 4000;

  /** Somebody in the room. */
  private record Participant(String id, String nick) {
    String toJson() {
      return Json.object("id", id, "nick", nick);
    }
  }

  /** In the order of their coming. Guarded by this. */
  private final Map<WebSocketSession, Participant> room = new LinkedHashMap<>();

  private long lastId;

  @Override
  public synchronized void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    String id = Long.toString(++lastId);
    Participant newcomer = new Participant(id, "guest " + id);
    tellAll(Json.object("type", "join", "id", id, "nick", newcomer.nick()));
    room.put(session, newcomer);
    session.sendText(welcome(newcomer));
  }

  private String welcome(Participant newcomer) {
    String head = Json.object("type", "welcome", "id", newcomer.id(), "nick", newcomer.nick());
    String participants =
        room.values().stream().map(Participant::toJson).collect(Collectors.joining(","));
    return head.substring(0, head.length() - 1) + ",\"participants\":[" + participants + "]}";
  }

  @Override
  public void onText(WebSocketSession session, String text) {
    try {
      act(session, Json.parseObject(text));
    } catch (Json.MalformedException e) {
      session.sendText(Json.object("type", "error", "error", e.getMessage()));
    }
  }

  private void act(WebSocketSession session, Map<String, String> request)
      throws Json.MalformedException {
    switch (request.getOrDefault("type", "")) {
      case "nick" -> rename(session, nickOf(request));
      case "message" -> say(session, require(request, "text", MAX_TEXT_LENGTH));
      default -> throw new Json.MalformedException("type must be nick or message");
    }
  }

  private static String nickOf(Map<String, String> request) throws Json.MalformedException {
    String nick = require(request, "nick", MAX_NICK_LENGTH).strip();
    if (nick.isEmpty() || nick.codePoints().anyMatch(Character::isISOControl)) {
      throw new Json.MalformedException("nick must be visible");
    }
    return nick;
  }

  private static String require(Map<String, String> request, String name, int maxLength)
      throws Json.MalformedException {
    String value = request.getOrDefault(name, "");
    if (value.isEmpty() || value.codePointCount(0, value.length()) > maxLength) {
      throw new Json.MalformedException(name + " must have 1 to " + maxLength + " characters");
    }
    return value;
  }

  private synchronized void rename(WebSocketSession session, String nick) {
    Participant before = room.get(session);
    room.put(session, new Participant(before.id(), nick));
    tellAll(Json.object("type", "nick", "id", before.id(), "nick", nick, "old", before.nick()));
  }

  private synchronized void say(WebSocketSession session, String text) {
    Participant speaker = room.get(session);
    tellAll(
        Json.object("type", "message", "id", speaker.id(), "nick", speaker.nick(), "text", text));
  }

  @Override
  public void onBinary(WebSocketSession session, ByteBuffer payload) {
    session.close(CloseCode.UNSUPPORTED_DATA, "the chat is text");
  }

  @Override
  public synchronized void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    Participant gone = room.remove(session);
    if (gone != null) {
      tellAll(Json.object("type", "leave", "id", gone.id(), "nick", gone.nick()));
    }
  }

  private void tellAll(String json) {
    // A copy: a receiver that is lost in the middle of this would leave the room.
    WebSocketServer.broadcast(List.copyOf(room.keySet()), PreparedMessage.text(json));
  }
}
