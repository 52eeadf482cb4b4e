package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Selected;
import io.github.baseframe.nio.loop.TimerWheel;
import io.github.baseframe.server.peer.ProxyHeader;
import io.github.baseframe.server.peer.ProxyHeaderException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A connection of a proxy until its header of the PROXY protocol is there. Not one byte behind that
 * is read. Belongs to the thread of its loop.
 */
final class ProxyHeaderReader extends TimerWheel.Timer implements Selected {

  /** What becomes of the connection. */
  interface Next {

    /**
     * The header is there.
     *
     * @param peer for whom the proxy speaks: itself, or another
     */
    void identified(SocketAddress peer);

    /** The channel is to be closed. */
    void refused();
  }

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SocketAddress proxy;
  private final Consumer<ProxyHeaderReader> ended;
  private final Next next;
  private final ProxyHeader header = new ProxyHeader();
  private boolean over;

  /**
   * Makes one, which is to be started.
   *
   * @param loop the channel is registered with it
   * @param channel nothing was read from it
   * @param proxy the other end
   * @param ended told when this is over, in either way, first
   * @param next told once
   */
  ProxyHeaderReader(
      EventLoop loop,
      SocketChannel channel,
      SocketAddress proxy,
      Consumer<ProxyHeaderReader> ended,
      Next next) {
    this.loop = loop;
    this.channel = channel;
    this.proxy = proxy;
    this.ended = ended;
    this.next = next;
  }

  /**
   * The time begins that the header may take.
   *
   * @param nanos nanoseconds
   */
  void start(long nanos) {
    loop.timers().schedule(this, loop.now() + nanos);
  }

  @Override
  public void onReady(SelectionKey key) {
    ByteBuffer in = loop.readBuffer();
    try {
      while (header.missing() > 0) {
        in.clear().limit(Math.min(header.missing(), in.capacity()));
        int count = channel.read(in);
        if (count < 0) {
          refuse();
          return;
        }
        if (count == 0) {
          return;
        }
        header.read(in.flip());
      }
    } catch (IOException | ProxyHeaderException e) {
      // What a peer does wrong is not for the log.
      refuse();
      return;
    }
    if (end()) {
      next.identified(header.source().orElse(proxy));
    }
  }

  private boolean end() {
    boolean first = !over;
    over = true;
    loop.timers().cancel(this);
    ended.accept(this);
    return first;
  }

  private void refuse() {
    if (end()) {
      next.refused();
    }
  }

  @Override
  protected void onTimeout(long now) {
    refuse();
  }

  @Override
  public void onFailure(Throwable error) {
    loop.log().warning("A connection failed", error);
    refuse();
  }

  @Override
  public void goAway() {
    refuse();
  }

  @Override
  public void cut() {
    refuse();
  }
}
