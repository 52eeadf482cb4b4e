package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.TimerWheel;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** The listening socket, registered with an event loop and on its thread from then on. */
final class Listener extends TimerWheel.Timer implements Acceptor.Source {

  static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerSocketChannel channel;
  private EventLoop loop;
  private SelectionKey key;
  private boolean closed;

  /**
   * Takes over a socket.
   *
   * @param channel bound
   */
  Listener(ServerSocketChannel channel) {
    this.channel = channel;
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
    channel.configureBlocking(false);
    key = loop.register(channel, SelectionKey.OP_ACCEPT, acceptor);
    return key;
  }

  @Override
  public SocketChannel accept() throws IOException {
    return channel.accept();
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
      Closing.quietly(channel);
      loop.timers().cancel(this);
      loop.deregistered();
    }
  }
}
