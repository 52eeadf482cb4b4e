package io.github.baseframe.client;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One open connection: the core, the transport, and the two threads between them.
 *
 * <pre>
 *   reading thread:  transport.read ---&gt; core.receive ---&gt; handler
 *                                            |
 *                                            | pong, close
 *                                            v
 *   any thread:      session.send -----&gt; core's output           (with the lock, never blocks)
 *                                            |
 *   writing thread:                          '---&gt; a copied piece ---&gt; transport.write
 * </pre>
 *
 * <p>Reading, writing and the handler may block, so they go without the lock. Were one thread to
 * read and write, a client and a server that both only write would wait for each other for ever;
 * therefore the reading thread never writes, not even a pong.
 *
 * <p>The end: when the server's stream ends, the reading thread waits until all that is queued is
 * written, and closes the transport. From the first Close frame on a deadline makes sure that both
 * threads get there: it closes the socket under them.
 */
final class ClientConnection {
  private static final System.Logger LOGGER = System.getLogger("io.github.baseframe.client");

  private static final int FRAME_BUFFER_BYTES = 4 * 1024;

  private final ClientConfig config;
  private final Transport transport;
  private final ClientSession session;

  /** Guards everything below. Held for short times only, never while something blocks. */
  private final ReentrantLock lock = new ReentrantLock();

  private final HandlerCalls handler;
  private final WebSocketConnection core;
  private final SocketWriter writer;
  private Deadline closeDeadline;

  /** For the keep-alive: whether anything came since the last look, or else a ping was sent. */
  private boolean received;

  private boolean pinged;

  private ClientConnection(ClientConfig config, Connector.Opened opened, WebSocketHandler user) {
    this.config = config;
    this.transport = opened.transport();
    this.session =
        new ClientSession(this, opened.handshake().subprotocol(), transport.peerAddress());
    this.handler = new HandlerCalls(lock, new Adapter(user, session));
    this.core =
        new WebSocketConnection(
            config.connection(),
            BufferPool.of(FRAME_BUFFER_BYTES, 1, false),
            MaskingKeySource.secure(),
            handler,
            opened.handshake().newTransform());
    this.writer = new SocketWriter(lock, core, handler, transport, this::startCloseDeadline);
  }

  /**
   * Starts the threads of a connection, which gives the extension back when it ends. If that fails,
   * nothing of it remains.
   */
  static WebSocketSession start(
      ClientConfig config, Connector.Opened opened, WebSocketHandler user) {
    ClientConnection connection = new ClientConnection(config, opened, user);
    boolean started = false;
    try {
      connection.startThreads(opened.handshake(), opened.received());
      started = true;
    } finally {
      if (!started) {
        connection.transport.abort();
        connection.locked(connection.core::transportClosed);
        connection.stopCloseDeadline();
      }
    }
    return connection.session;
  }

  private void startThreads(AcceptedHandshake handshake, ByteBuffer firstBytes) {
    String peer = session.peerAddress();
    Thread writing = config.newThread("baseframe-client writer " + peer, writer);
    Thread reading =
        config.newThread("baseframe-client reader " + peer, () -> read(handshake, firstBytes));
    writing.start();
    reading.start();
  }

  /** Sends something, from any thread. */
  SendStatus send(Function<WebSocketConnection, SendStatus> message) {
    lock.lock();
    try {
      SendStatus status = message.apply(core);
      afterCall();
      return writer.statusOf(status);
    } finally {
      lock.unlock();
    }
  }

  /** Starts the closing handshake, from any thread. */
  void close(CloseReason reason) {
    locked(() -> core.sendClose(reason));
  }

  boolean isOpen() {
    lock.lock();
    try {
      return core.state() == ConnectionState.OPEN;
    } finally {
      lock.unlock();
    }
  }

  long bufferedAmount() {
    lock.lock();
    try {
      return writer.waitingBytes();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable call) {
    lock.lock();
    try {
      call.run();
      afterCall();
    } finally {
      lock.unlock();
    }
  }

  /** Follows every call into the core, with the lock. */
  private void afterCall() {
    if (core.closeExpected()) {
      startCloseDeadline();
    }
    writer.wake();
  }

  private void startCloseDeadline() {
    if (closeDeadline == null) {
      closeDeadline = Deadline.after(config.closeTimeout(), transport::abort);
    }
  }

  /** Without the lock: by now there is a deadline, and there will be no other. */
  private void stopCloseDeadline() {
    closeDeadline.stop();
  }

  /** The reading thread. */
  private void read(AcceptedHandshake handshake, ByteBuffer buffer) {
    Future<?> keepAlive =
        config.pingInterval().isZero()
            ? null
            : Deadline.every(config.pingInterval(), () -> locked(this::keepAlive));
    boolean endOfStream = false;
    try {
      handler.onOpen(handshake);
      receive(buffer);
      for (int count = transport.read(buffer.array());
          count >= 0;
          count = transport.read(buffer.array())) {
        receive(buffer.clear().limit(count));
      }
      endOfStream = true;
    } catch (IOException e) {
      // A reset, a TLS stream cut short, or a deadline that closed the socket: onClose tells.
    } finally {
      if (keepAlive != null) {
        keepAlive.cancel(false);
      }
      end(endOfStream);
    }
  }

  private void receive(ByteBuffer in) {
    locked(
        () -> {
          received = true;
          core.receive(in);
        });
    handler.deliverNoted();
  }

  private void keepAlive() {
    if (core.state() != ConnectionState.OPEN) {
      return;
    }
    if (received) {
      received = false;
      pinged = false;
    } else if (!pinged) {
      pinged = true;
      core.sendPing(ByteBuffer.allocate(0));
    } else {
      transport.abort();
    }
  }

  /** The last of the reading thread. After a proper end of the stream the rest is written. */
  private void end(boolean endOfStream) {
    if (endOfStream) {
      locked(core::receiveEof);
    } else {
      transport.abort();
      locked(core::transportClosed);
    }
    handler.deliverNoted();
    locked(writer::awaitEnd);
    transport.close();
    locked(core::transportClosed);
    stopCloseDeadline();
    config.extension().release();
  }

  /** Stands between the core and the application's handler. */
  private final class Adapter extends HandlerAdapter {
    Adapter(WebSocketHandler user, WebSocketSession session) {
      super(user, session);
    }

    @Override
    protected void onHandlerFailure(Throwable error) {
      locked(() -> core.fail(CloseCode.INTERNAL_ERROR, ""));
      // One line, also where the message quotes what the server sent.
      String line = error.toString().replaceAll("\\p{Cntrl}", " ");
      LOGGER.log(
          System.Logger.Level.ERROR,
          "the handler of the connection to " + session.peerAddress() + " failed: " + line);
    }
  }
}
