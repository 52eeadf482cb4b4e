package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.TimerWheel;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A listening socket, registered with an event loop and on its thread from then on. */
final class Listener extends TimerWheel.Timer implements Acceptor.Source {

  static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ListeningSocket socket;
  private EventLoop loop;
  private SelectionKey key;
  private boolean closed;

  /**
   * Takes over a socket.
   *
   * @param socket is closed with this
   */
  Listener(ListeningSocket socket) {
    this.socket = socket;
  }

  /**
   * Begins to listen.
   *
   * @param selecting a loop that has not been started yet
   * @param acceptor is told when somebody waits
   * @return its key
   * @throws IOException if the channel is closed
   */
  SelectionKey register(EventLoop selecting, Acceptor acceptor) throws IOException {
    loop = selecting;
    socket.channel().configureBlocking(false);
    key = loop.register(socket.channel(), SelectionKey.OP_ACCEPT, acceptor);
    return key;
  }

  @Override
  public SocketChannel accept() throws IOException {
    return socket.channel().accept();
  }

  @Override
  public void pause() {
    key.interestOps(0);
    loop.timers().schedule(this, loop.now() + PAUSE_NANOS);
  }

  @Override
  protected void onTimeout(long now) {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Closing.quietly(socket);
      loop.timers().cancel(this);
      loop.deregistered();
    }
  }
}
