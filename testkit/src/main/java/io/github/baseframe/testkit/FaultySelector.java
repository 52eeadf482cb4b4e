package io.github.baseframe.testkit;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import java.util.function.Consumer;

/** A selector of the system whose selections fail on order. Its keys are those of the system. */
final class FaultySelector extends AbstractSelector {

  /** A channel over another one, which is what the system knows. */
  interface Faulty {
    SelectableChannel real();
  }

  private final Selector real;
  private final Faults faults;

  FaultySelector(FaultySelectorProvider provider, Selector real) {
    super(provider);
    this.real = real;
    this.faults = provider.faults();
  }

  /** The channel remembers the key as its own as well, and cancels it when it is closed. */
  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, Object attachment) {
    faults.checkUndeclared(Fault.CONFIGURE);
    try {
      return ((Faulty) channel).real().register(real, operations, attachment);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Set<SelectionKey> keys() {
    return real.keys();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return real.selectedKeys();
  }

  @Override
  public int selectNow() throws IOException {
    faults.check(Fault.SELECT);
    return real.selectNow();
  }

  @Override
  public int select(long millis) throws IOException {
    faults.check(Fault.SELECT);
    return real.select(millis);
  }

  @Override
  public int select() throws IOException {
    faults.check(Fault.SELECT);
    return real.select();
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) throws IOException {
    faults.check(Fault.SELECT);
    return real.selectNow(action);
  }

  @Override
  public int select(Consumer<SelectionKey> action, long millis) throws IOException {
    faults.check(Fault.SELECT);
    return real.select(action, millis);
  }

  @Override
  public int select(Consumer<SelectionKey> action) throws IOException {
    faults.check(Fault.SELECT);
    return real.select(action);
  }

  @Override
  public Selector wakeup() {
    real.wakeup();
    return this;
  }

  @Override
  protected void implCloseSelector() throws IOException {
    real.close();
    faults.check(Fault.CLOSE);
  }
}
