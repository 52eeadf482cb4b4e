package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.connection.Ending;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.message.OutboundQueue.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is counted of one conversation, and told and shown to who looks at it. Belongs to the thread
 * of its loop.
 */
final class Account {

  private final WebSocketLoop shared;
  private final Session session;
  private final String name;
  private final WebSocketConnection core;
  private final long openedNanos;

  /** Who is shown the frames, or null. */
  private FrameTrace trace;

  /** How many messages of each direction are counted. */
  private long countedReceived;

  private long countedSent;

  /**
   * Begins with the conversation.
   *
   * @param shared its loop
   * @param session its connection
   * @param name of what is served
   * @param core says what it has received and sent
   */
  Account(WebSocketLoop shared, Session session, String name, WebSocketConnection core) {
    this.shared = shared;
    this.session = session;
    this.name = name;
    this.core = core;
    this.openedNanos = shared.loop().now();
  }

  /** Begun; so much of the opening handshake goes out ahead of the frames. */
  void opened(int headBytes) {
    if (shared.observer() != null) {
      trace = shared.observer().opened(session, name).orElse(null);
    }
    if (trace != null) {
      trace.headToCome(headBytes);
    }
  }

  /** Gives bytes to the core, which unmasks them in place: they are shown before. */
  boolean receive(ByteBuffer in) {
    if (trace == null) {
      return core.receiveSome(in);
    }
    trace.received(in);
    boolean all = core.receiveSome(in);
    trace.left(in.remaining());
    return all;
  }

  /** Returns what the core is to write to. */
  SegmentWriter<IOException> writer(Transport transport) {
    return trace == null ? transport : trace.over(transport);
  }

  /** Counts what there is to count since the call before, in each turn in which something is. */
  void count(long bytesSent) {
    LoopStatistics statistics = statistics();
    statistics.add(Count.BYTES_SENT, bytesSent);
    long received = core.messagesReceived();
    statistics.add(Count.MESSAGES_RECEIVED, received - countedReceived);
    countedReceived = received;
    long sent = core.messagesSent();
    statistics.add(Count.MESSAGES_SENT, sent - countedSent);
    countedSent = sent;
    int dropped = core.admission().takeDropped();
    if (dropped > 0) {
      statistics.add(Count.MESSAGES_DROPPED, dropped);
    }
  }

  void readingPaused() {
    statistics().add(LimitHit.READING_PAUSED);
    if (shared.observer() != null) {
      shared.observer().readingPaused(session, name);
    }
  }

  /** The transport is closed, and the core knows. */
  void closed() {
    count(0);
    core.ending().ifPresent(this::onEnded);
  }

  private void onEnded(Ending ending) {
    statistics().addClose(ending.reason().code());
    ending.brokenRule().ifPresent(this::onBrokenRule);
    if (shared.observer() != null) {
      long nanos = shared.loop().now() - openedNanos;
      long received = core.messagesReceived();
      shared
          .observer()
          .closed(
              session,
              name,
              new ConversationObserver.Life(ending, nanos, received, core.messagesSent()));
    }
  }

  private void onBrokenRule(Rule rule) {
    statistics().add(rule);
    shared.loop().log().debug(() -> session.peerAddress() + " broke the rule " + rule);
  }

  private LoopStatistics statistics() {
    return shared.loop().statistics();
  }
}
