package io.github.baseframe.client;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Selected;
import io.github.baseframe.nio.loop.TimerWheel;
import io.github.baseframe.protocol.handshake.Authority;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Opens a TCP connection to a host: tries its addresses in the order of the resolver, each with its
 * share of the time that is left, until one answers. Belongs to the thread of its loop.
 */
final class Dialer extends TimerWheel.Timer implements Selected {

  /** What comes of it; one of the two is called, once. */
  interface Outcome {
    /**
     * Somebody has answered.
     *
     * @param channel connected
     * @param key registered with the loop for reading; who takes it is to be attached
     * @throws IOException if the connection has gone already
     */
    void connected(SocketChannel channel, SelectionKey key) throws IOException;

    /**
     * Nobody has; nothing is left of the attempts.
     *
     * @param failure names the last address; those before are suppressed in it
     */
    void failed(IOException failure);
  }

  private final SelectorProvider channels;
  private final EventLoop loop;
  private final InetAddress[] addresses;
  private final int port;
  private final boolean noDelay;
  private final long deadline;
  private final Outcome outcome;

  private int next;
  private SocketChannel channel;
  private IOException failure;

  /**
   * Prepares to dial.
   *
   * @param channels makes the channel
   * @param loop on whose thread it happens
   * @param addresses at least one
   * @param port of the host
   * @param noDelay whether TCP sends small writes at once
   * @param deadline when all attempts must be over, in nanoseconds as {@link System#nanoTime}
   * @param outcome what comes of it
   */
  Dialer(
      SelectorProvider channels,
      EventLoop loop,
      InetAddress[] addresses,
      int port,
      boolean noDelay,
      long deadline,
      Outcome outcome) {
    this.channels = channels;
    this.loop = loop;
    this.addresses = addresses;
    this.port = port;
    this.noDelay = noDelay;
    this.deadline = deadline;
    this.outcome = outcome;
  }

  /** Tries the next address. */
  void dial() {
    int left = addresses.length - next;
    if (left == 0) {
      outcome.failed(failure);
      return;
    }
    InetAddress address = addresses[next++];
    SelectionKey key = null;
    try {
      channel = channels.openSocketChannel();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
      key = loop.register(channel, SelectionKey.OP_CONNECT, this);
      long now = System.nanoTime();
      loop.timers().schedule(this, now + Math.max(0, deadline - now) / left);
      if (channel.connect(new InetSocketAddress(address, port))) {
        connected(key);
      }
    } catch (Throwable e) {
      // Whatever it is, somebody waits for the outcome.
      loop.onError(e);
      fail(e instanceof IOException io ? io : new IOException(e), key != null);
    }
  }

  @Override
  public void onReady(SelectionKey key) {
    try {
      if (channel.finishConnect()) {
        connected(key);
      }
    } catch (IOException e) {
      fail(e, true);
    }
  }

  private void connected(SelectionKey key) throws IOException {
    loop.timers().cancel(this);
    key.interestOps(SelectionKey.OP_READ);
    outcome.connected(channel, key);
  }

  @Override
  protected void onTimeout(long now) {
    fail(new SocketTimeoutException("connect timed out"), true);
  }

  private void fail(IOException e, boolean registered) {
    loop.timers().cancel(this);
    close(registered);
    IOException named = named(e, addresses[next - 1]);
    if (failure != null) {
      named.addSuppressed(failure);
    }
    failure = named;
    dial();
  }

  private void close(boolean registered) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (Throwable e) {
      // There is nothing left to be done with it.
    }
    if (registered) {
      loop.deregistered();
    }
  }

  /** The same exception, but with the address in its message, which the JDK leaves out. */
  private IOException named(IOException e, InetAddress address) {
    Authority server = new Authority(address.getHostAddress(), port);
    String message = "cannot connect to " + server + ": " + e.getMessage();
    IOException named;
    if (e instanceof SocketTimeoutException) {
      named = new SocketTimeoutException(message);
    } else if (e instanceof ConnectException) {
      named = new ConnectException(message);
    } else {
      named = new IOException(message);
    }
    named.initCause(e);
    return named;
  }

  @Override
  public void onFailure(Throwable error) {
    loop.onError(error);
    fail(new IOException(error), true);
  }

  @Override
  public void goAway() {
    cut();
  }

  /** Gives up. */
  @Override
  public void cut() {
    next = addresses.length;
    fail(new IOException("given up"), true);
  }
}
