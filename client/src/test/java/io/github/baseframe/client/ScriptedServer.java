package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that does nothing by itself: the test accepts, reads and writes. */
final class ScriptedServer implements AutoCloseable {
  static final int DEADLINE_SECONDS = 10;

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listener;
  private final List<Socket> accepted = new ArrayList<>();

  ScriptedServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  ScriptedServer(ServerSocket listener) throws IOException {
    this.listener = listener;
    listener.setSoTimeout(DEADLINE_SECONDS * 1000);
  }

  int port() {
    return listener.getLocalPort();
  }

  String uri() {
    return "ws://127.0.0.1:" + port() + "/";
  }

  /** Accepts the next connection. */
  ScriptedPeer accept() throws IOException {
    Socket socket = listener.accept();
    accepted.add(socket);
    return new ScriptedPeer(socket);
  }

  /** A connection that is open at both ends. */
  record Opened(ScriptedPeer peer, WebSocketSession session) {}

  /** Lets a client connect, and agrees. */
  Opened open(WebSocketClient client, WebSocketHandler handler) throws Exception {
    return open(client, handler, "");
  }

  /**
   * Lets a client connect, and agrees.
   *
   * @param firstFrames hexadecimal bytes that follow the response in the same write
   */
  Opened open(WebSocketClient client, WebSocketHandler handler, String firstFrames)
      throws Exception {
    CompletableFuture<WebSocketSession> connecting = connect(client, uri(), handler);
    ScriptedPeer peer = accept();
    peer.agree(firstFrames);
    return new Opened(peer, get(connecting));
  }

  /** Connects in the background. */
  static CompletableFuture<WebSocketSession> connect(
      WebSocketClient client, String uri, WebSocketHandler handler) {
    CompletableFuture<WebSocketSession> connecting = new CompletableFuture<>();
    inThread(
        () -> {
          try {
            connecting.complete(client.connect(uri, handler));
          } catch (Throwable e) {
            connecting.completeExceptionally(e);
          }
        });
    return connecting;
  }

  /**
   * Runs a task in a thread of its own. The common pool of the JDK may have a single thread, and
   * one task that waits for another would then wait in vain.
   */
  static void inThread(Runnable task) {
    Thread thread = new Thread(task, "task of a test");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> T get(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** What Sec-WebSocket-Accept must be for a request. */
  static String accept(String request) {
    String name = "Sec-WebSocket-Key: ";
    int start = request.indexOf(name) + name.length();
    String key = request.substring(start, request.indexOf("\r\n", start));
    try {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(sha1);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : accepted) {
      socket.close();
    }
    listener.close();
  }
}
