package io.github.baseframe.server.watch;

import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.websocket.ConversationObserver;
import io.github.baseframe.nio.websocket.FrameTrace;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.FrameTracing;
import io.github.baseframe.server.monitoring.Monitoring;
import io.github.baseframe.server.monitoring.ServerObserver;
import io.github.baseframe.server.monitoring.ServerObserver.Backpressure;
import io.github.baseframe.server.monitoring.ServerObserver.Closed;
import io.github.baseframe.server.monitoring.ServerObserver.Rejected;
import io.github.baseframe.server.monitoring.ServerObserver.Request;
import io.github.baseframe.server.monitoring.ServerStatistics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells of one server what {@link Monitoring} asks for. What somebody who looks throws ends here.
 * For any thread, save for {@link #start}.
 */
public final class Monitor implements ConversationObserver {

  private final Monitoring settings;
  private final Log log;
  private final List<ServerObserver> observers;

  /** What is to be done when the server ends. */
  private Runnable atEnd = () -> {};

  private volatile Supplier<ServerStatistics> statistics;

  /**
   * Makes the monitor of one server.
   *
   * @param settings what is asked for
   * @param log where it says that somebody who looks has failed
   */
  public Monitor(Monitoring settings, Log log) {
    this.settings = settings;
    this.log = log;
    List<ServerObserver> all = new ArrayList<>(settings.observers());
    settings.requestLog().ifPresent(to -> all.add(new RequestLog(to, Clock.systemDefaultZone())));
    if (settings.flightRecorder()) {
      flightRecording().ifPresent(all::add);
    }
    this.observers = List.copyOf(all);
  }

  private Optional<ServerObserver> flightRecording() {
    try {
      // Its events are linked when they first happen, which is too late.
      Class.forName("jdk.jfr.Event");
      return Optional.of(new FlightRecording());
    } catch (ClassNotFoundException e) {
      log.warning("There are no events of the Flight Recorder, as the module jdk.jfr is not there");
      return Optional.empty();
    }
  }

  /**
   * The server is about to start.
   *
   * @param figures what is shown by JMX and as metrics
   * @throws IllegalArgumentException if JMX does not take the name
   * @throws IllegalStateException if JMX is not there
   */
  public void start(Supplier<ServerStatistics> figures) {
    statistics = figures;
    settings.jmxName().ifPresent(name -> atEnd = register(name, figures));
  }

  private static Runnable register(String name, Supplier<ServerStatistics> figures) {
    try {
      return Jmx.register(name, figures);
    } catch (LinkageError e) {
      throw new IllegalStateException("jmxName needs the module java.management", e);
    }
  }

  /** The server has ended, or did not start after all. */
  public void stop() {
    atEnd.run();
  }

  /**
   * Writes the metrics.
   *
   * @param accept the header field Accept of who asks; empty where there is none
   * @return the text
   */
  public MetricsText.Page metrics(String accept) {
    return MetricsText.of(statistics.get(), accept);
  }

  /**
   * Says whether event loops measure their turns.
   *
   * @return true if they do
   */
  public boolean measuresLoops() {
    return settings.loopTimes();
  }

  /**
   * Has the calls of a handler timed, if that is asked for.
   *
   * @param route the path of its route
   * @param handler the application's
   * @return what is to be called
   */
  public WebSocketHandler timed(String route, WebSocketHandler handler) {
    if (observers.isEmpty() || settings.slowHandler().isEmpty()) {
      return handler;
    }
    Duration slowFrom = settings.slowHandler().get();
    return new TimedHandler(
        route, handler, slowFrom, slow -> tell(observer -> observer.onSlowHandler(slow)));
  }

  // ---- What happens

  /**
   * Says whether anybody wants to know what happens.
   *
   * @return false if telling is a waste
   */
  public boolean isObserved() {
    return !observers.isEmpty();
  }

  /**
   * A request was answered.
   *
   * @param request what was asked, and the answer
   */
  public void answered(Request request) {
    tell(observer -> observer.onRequest(request));
  }

  /**
   * A connection was closed because of a limit.
   *
   * @param rejected why
   */
  public void rejected(Rejected rejected) {
    tell(observer -> observer.onRejected(rejected));
  }

  /**
   * Returns who looks at WebSocket conversations.
   *
   * @return this, or null if nobody does
   */
  public ConversationObserver conversations() {
    return isObserved() || settings.frameTracing().isPresent() ? this : null;
  }

  @Override
  public Optional<FrameTrace> opened(WebSocketSession session, String name) {
    return settings.frameTracing().flatMap(tracing -> trace(tracing, session));
  }

  private Optional<FrameTrace> trace(FrameTracing tracing, WebSocketSession session) {
    try {
      if (!tracing.connections().test(session)) {
        return Optional.empty();
      }
    } catch (Throwable e) {
      failed(e);
      return Optional.empty();
    }
    return Optional.of(
        new FrameTrace(
            tracing.maxPayloadBytes(),
            frame -> guard(() -> tracing.frames().accept(session, frame))));
  }

  @Override
  public void readingPaused(WebSocketSession session, String name) {
    if (isObserved()) {
      Backpressure backpressure =
          new Backpressure(session.peerAddress(), name, session.bufferedAmount());
      tell(observer -> observer.onBackpressure(backpressure));
    }
  }

  @Override
  public void closed(WebSocketSession session, String name, Life life) {
    if (isObserved()) {
      Closed closed =
          new Closed(
              session.peerAddress(),
              name,
              life.ending().reason(),
              life.ending().clean(),
              life.ending().brokenRule(),
              Duration.ofNanos(life.nanos()),
              life.messagesReceived(),
              life.messagesSent());
      tell(observer -> observer.onClosed(closed));
    }
  }

  private void tell(Consumer<ServerObserver> event) {
    for (ServerObserver observer : observers) {
      guard(() -> event.accept(observer));
    }
  }

  private void guard(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable error) {
    log.repeatedWarning("An observer failed", error);
  }
}
