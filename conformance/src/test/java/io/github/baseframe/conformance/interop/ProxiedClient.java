package io.github.baseframe.conformance.interop;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of ours in front of a proxy. */
final class ProxiedClient implements WebSocketHandler {
  /** How many messages of a client that talks are under way at a time. */
  private static final int UNDER_WAY = 10;

  private final String id = UUID.randomUUID().toString();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> pings = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private WebSocketSession session;
  private int server;
  private volatile boolean talks;

  /** Connects, and waits until the server has said its number. */
  void connect(WebSocketClient client, String uri) throws IOException {
    session = client.connect(uri, this);
    String greeting = next();
    server = Integer.parseInt(greeting.substring("text server ".length()));
  }

  String id() {
    return id;
  }

  WebSocketSession session() {
    return session;
  }

  /** The number of the server that it came to. */
  int server() {
    return server;
  }

  /** Waits for the next message or the end. */
  String next() {
    return Waiting.next(events, "a message");
  }

  void awaitPings(int count) {
    for (int i = 0; i < count; i++) {
      Waiting.next(pings, "a ping");
    }
  }

  /** Sends a message for each that comes, from now on. */
  void talkWithoutPause() {
    talks = true;
    sent.add("begin");
    session.sendText("begin");
  }

  void awaitEchoes(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** Ends what is left and waits for the answers, so that nothing is under way any more. */
  void stopTalking() {
    talks = false;
    session.close();
    end();
  }

  /** The messages that {@code send} took. */
  List<String> sent() {
    return sent;
  }

  List<String> received() {
    return received;
  }

  boolean hasEnded() {
    return !session.isOpen();
  }

  /** Waits for the end, and says how it was; may be asked again. */
  String end() {
    String end = Waiting.next(ends, "the end");
    ends.add(end);
    return end;
  }

  @Override
  public void onText(WebSocketSession open, String text) {
    events.add("text " + text);
    if (sent.isEmpty()) {
      return;
    }
    received.add(text);
    for (int i = sent.size() - received.size(); talks && i < UNDER_WAY; i++) {
      send(open);
    }
  }

  private void send(WebSocketSession open) {
    String text = Integer.toString(sent.size());
    SendStatus status = open.sendText(text);
    if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
      sent.add(text);
    }
  }

  @Override
  public void onPing(WebSocketSession open, ByteBuffer payload) {
    pings.add(true);
  }

  @Override
  public void onClose(WebSocketSession closed, CloseReason reason, boolean clean) {
    String end = ProxiedServer.close(reason, clean);
    ends.add(end);
    events.add(end);
  }
}
