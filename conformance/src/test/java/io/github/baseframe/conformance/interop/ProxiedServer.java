package io.github.baseframe.conformance.interop;

import io.github.baseframe.conformance.engine.TestCertificate;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.ServerBuilder;
import io.github.baseframe.server.Tls;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of ours behind a proxy, that keeps what each client has sent and was answered. */
final class ProxiedServer implements AutoCloseable {
  private final WebSocketServer server;
  private final Map<String, List<String>> received = new ConcurrentHashMap<>();
  private final Map<String, List<String>> answered = new ConcurrentHashMap<>();
  private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();

  /** Starts it; each answer begins with its number. */
  ProxiedServer(int number, ProxyWay way, Duration pingInterval, TestCertificate certificate)
      throws IOException {
    ServerBuilder builder =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .trustedProxies(way.trusted())
            .pingInterval(pingInterval)
            .page("/", "text/plain", new byte[] {'o', 'k'})
            .route("/echo", new Echo(number))
            .route("/peer", new PeerTeller());
    if (way.passesTlsOn()) {
      builder.tls(Tls.context(certificate.serverContext()));
    }
    server = builder.start();
  }

  int port() {
    return server.port();
  }

  boolean hasSessions() {
    return !received.isEmpty();
  }

  /** The messages of a client that a handler was given. */
  List<String> received(String client) {
    return received.getOrDefault(client, List.of());
  }

  /** The messages to a client that {@code send} took. */
  List<String> answered(String client) {
    return answered.getOrDefault(client, List.of());
  }

  /** Waits for the end of a connection, and says how it was. */
  String nextClose() {
    return Waiting.next(closes, "the end of a connection");
  }

  @Override
  public void close() {
    server.close();
  }

  /** Says how a connection has ended. */
  static String close(CloseReason reason, boolean clean) {
    return "close " + reason.code() + " " + reason.reason() + (clean ? " clean" : " not clean");
  }

  private static final class PeerTeller implements WebSocketHandler {
    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      session.sendText(session.peerAddress().toString());
    }
  }

  private final class Echo implements WebSocketHandler {
    private final int number;

    private Echo(int number) {
      this.number = number;
    }

    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      session.attach(handshake.query());
      session.sendText("server " + number);
    }

    @Override
    public void onText(WebSocketSession session, String text) {
      if (text.equals("close")) {
        session.close(4002, "server");
        return;
      }
      String client = (String) session.attachment();
      received.computeIfAbsent(client, id -> new ArrayList<>()).add(text);
      SendStatus status = session.sendText(text);
      if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
        answered.computeIfAbsent(client, id -> new ArrayList<>()).add(text);
      }
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      closes.add(ProxiedServer.close(reason, clean));
    }
  }
}
