package io.github.baseframe.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that agrees to every client, and sends back each frame as it is, so that it need not
 * know of compression. It closes first, behind the first frame, who asks for {@value #CLOSING}, and
 * refuses who asks for {@value #REFUSING}.
 */
final class EchoPeer implements AutoCloseable {

  static final String CLOSING = "/closing";
  static final String REFUSING = "/refusing";

  private static final String EXTENSION = "Sec-WebSocket-Extensions: permessage-deflate";

  private final ServerSocket listener;
  private final AtomicInteger clients = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  EchoPeer(ServerSocket listener) {
    this.listener = listener;
    ScriptedServer.inThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns what clients did that they must not. */
  List<String> violations() {
    return violations;
  }

  /** Returns how many clients there are. */
  int clients() {
    return clients.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        ScriptedServer.inThread(() -> serve(socket));
      } catch (IOException e) {
        // It is closed, or this client has gone.
      }
    }
  }

  private void serve(Socket socket) {
    clients.incrementAndGet();
    try (socket) {
      socket.setTcpNoDelay(true);
      ScriptedPeer peer = new ScriptedPeer(socket);
      String request = peer.readHead();
      if (request.startsWith("GET " + REFUSING)) {
        peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      boolean compressed = request.contains(EXTENSION);
      peer.send(ScriptedPeer.response(request, compressed ? EXTENSION + "\r\n" : ""));
      echo(peer, request.startsWith("GET " + CLOSING));
    } catch (IOException e) {
      // The client has gone.
    } finally {
      clients.decrementAndGet();
    }
  }

  private void echo(ScriptedPeer peer, boolean closing) throws IOException {
    boolean open = true;
    while (open) {
      ScriptedPeer.Frame frame = peer.readFrame();
      int first = frame.firstByte();
      if (!frame.masked() || (first & 0x30) != 0) {
        violations.add("no frame of a client: " + frame.hex());
      }
      open = first != 0x88;
      if (closing && open) {
        peer.sendHex("88020fa0");
        while (peer.readFrame().firstByte() != 0x88) {
          // What was sent before it knew.
        }
        return;
      }
      peer.send(unmasked(first == 0x89 ? 0x8a : first, frame.payload()));
    }
  }

  private static byte[] unmasked(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
    frame.put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
