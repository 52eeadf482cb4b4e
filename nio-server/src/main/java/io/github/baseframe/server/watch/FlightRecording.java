package io.github.baseframe.server.watch;

import io.github.baseframe.server.monitoring.ServerObserver;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Tells the JDK Flight Recorder what happens. Only to be loaded where that is. */
final class FlightRecording implements ServerObserver {

  @Category("Baseframe")
  @StackTrace(false)
  abstract static class ServerEvent extends Event {
    @Label("Peer")
    String peer;
  }

  @Name("io.github.baseframe.Request")
  @Label("Answered Request")
  static final class RequestEvent extends ServerEvent {
    @Label("Method")
    String method;

    @Label("Target")
    String target;

    @Label("Status")
    int status;

    @Label("Broken Rule")
    String brokenRule;

    @Label("Time to Answer")
    @Timespan(Timespan.NANOSECONDS)
    long lasted;
  }

  @Name("io.github.baseframe.Close")
  @Label("WebSocket Close")
  static final class CloseEvent extends ServerEvent {
    @Label("Route")
    String route;

    @Label("Code")
    int code;

    @Label("Reason")
    String reason;

    @Label("Clean")
    boolean clean;

    @Label("Broken Rule")
    String brokenRule;

    @Label("Time Open")
    @Timespan(Timespan.NANOSECONDS)
    long lasted;

    @Label("Messages Received")
    long messagesReceived;

    @Label("Messages Sent")
    long messagesSent;
  }

  @Name("io.github.baseframe.Backpressure")
  @Label("Reading Paused")
  static final class BackpressureEvent extends ServerEvent {
    @Label("Route")
    String route;

    @Label("Queued")
    @DataAmount
    long queuedBytes;
  }

  @Name("io.github.baseframe.SlowHandler")
  @Label("Slow Handler")
  static final class SlowHandlerEvent extends ServerEvent {
    @Label("Route")
    String route;

    @Label("Call")
    String call;

    @Label("Time of Call")
    @Timespan(Timespan.NANOSECONDS)
    long lasted;
  }

  @Name("io.github.baseframe.Rejected")
  @Label("Rejected Connection")
  static final class RejectedEvent extends ServerEvent {
    @Label("Limit")
    String limit;
  }

  @Override
  public void onRequest(Request request) {
    RequestEvent event = new RequestEvent();
    if (event.isEnabled()) {
      event.peer = PeerText.of(request.peer());
      event.method = request.method();
      event.target = request.target();
      event.status = request.status();
      event.brokenRule = request.brokenRule().map(Enum::name).orElse(null);
      event.lasted = request.duration().toNanos();
      event.commit();
    }
  }

  @Override
  public void onClosed(Closed closed) {
    CloseEvent event = new CloseEvent();
    if (event.isEnabled()) {
      event.peer = PeerText.of(closed.peer());
      event.route = closed.route();
      event.code = closed.reason().code();
      event.reason = closed.reason().reason();
      event.clean = closed.clean();
      event.brokenRule = closed.brokenRule().map(Enum::name).orElse(null);
      event.lasted = closed.duration().toNanos();
      event.messagesReceived = closed.messagesReceived();
      event.messagesSent = closed.messagesSent();
      event.commit();
    }
  }

  @Override
  public void onBackpressure(Backpressure backpressure) {
    BackpressureEvent event = new BackpressureEvent();
    if (event.isEnabled()) {
      event.peer = PeerText.of(backpressure.peer());
      event.route = backpressure.route();
      event.queuedBytes = backpressure.queuedBytes();
      event.commit();
    }
  }

  @Override
  public void onSlowHandler(SlowHandler slow) {
    SlowHandlerEvent event = new SlowHandlerEvent();
    if (event.isEnabled()) {
      event.peer = PeerText.of(slow.peer());
      event.route = slow.route();
      event.call = slow.call();
      event.lasted = slow.duration().toNanos();
      event.commit();
    }
  }

  @Override
  public void onRejected(Rejected rejected) {
    RejectedEvent event = new RejectedEvent();
    if (event.isEnabled()) {
      event.peer = PeerText.of(rejected.peer());
      event.limit = rejected.limit();
      event.commit();
    }
  }
}
