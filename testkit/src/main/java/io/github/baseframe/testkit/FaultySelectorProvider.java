package io.github.baseframe.testkit;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes selectors, listening channels and channels over those of the system, which fail when a plan
 * says so. The selector and the channels of one provider belong together. As safe for threads as
 * those of the system.
 */
public final class FaultySelectorProvider extends SelectorProvider {

  private final SelectorProvider system = SelectorProvider.provider();
  private final Faults faults;

  /**
   * Makes a provider.
   *
   * @param faults strike what is made here
   */
  public FaultySelectorProvider(Faults faults) {
    this.faults = faults;
  }

  Faults faults() {
    return faults;
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    faults.check(Fault.SELECT);
    return new FaultySelector(this, system.openSelector());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new FaultyServerSocketChannel(this, system.openServerSocketChannel());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return new FaultyServerSocketChannel(this, system.openServerSocketChannel(family));
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    faults.check(Fault.CONNECT);
    return new FaultySocketChannel(this, system.openSocketChannel());
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    faults.check(Fault.CONNECT);
    return new FaultySocketChannel(this, system.openSocketChannel(family));
  }

  /** Those do not fail. */
  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return system.openDatagramChannel();
  }

  /** Those do not fail. */
  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return system.openDatagramChannel(family);
  }

  /** Those do not fail. */
  @Override
  public Pipe openPipe() throws IOException {
    return system.openPipe();
  }
}
