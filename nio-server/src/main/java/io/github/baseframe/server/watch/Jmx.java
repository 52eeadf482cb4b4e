package io.github.baseframe.server.watch;

import io.github.baseframe.server.monitoring.ServerMXBean;
import io.github.baseframe.server.monitoring.ServerStatistics;
import io.github.baseframe.server.monitoring.ServerStatistics.Loop;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** A server among the beans of JMX. Only to be loaded where that is. */
final class Jmx implements ServerMXBean {

  private static final double NANOS_A_MILLI = 1e6;

  private final Supplier<ServerStatistics> statistics;

  private Jmx(Supplier<ServerStatistics> statistics) {
    this.statistics = statistics;
  }

  /** Registers a server; what is returned takes it away again. */
  static Runnable register(String name, Supplier<ServerStatistics> statistics) {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName objectName = new ObjectName(name);
      beans.registerMBean(new Jmx(statistics), objectName);
      return () -> unregister(beans, objectName);
    } catch (JMException e) {
      throw new IllegalArgumentException("JMX does not take the name " + name + ": " + e, e);
    }
  }

  private static void unregister(MBeanServer beans, ObjectName name) {
    try {
      beans.unregisterMBean(name);
    } catch (JMException e) {
      // Somebody else took it away.
    }
  }

  @Override
  public long getUptimeMillis() {
    return statistics.get().uptime().toMillis();
  }

  @Override
  public long getOpenConnections() {
    return statistics.get().connections().open();
  }

  @Override
  public long getAcceptedConnections() {
    return statistics.get().connections().accepted();
  }

  @Override
  public long getTlsHandshakesEstablished() {
    return statistics.get().tls().established();
  }

  @Override
  public long getTlsHandshakesFailed() {
    return statistics.get().tls().failed();
  }

  @Override
  public long getHandshakesAccepted() {
    return statistics.get().handshakes().accepted();
  }

  @Override
  public Map<Integer, Long> getRequestsRefused() {
    return statistics.get().handshakes().refused();
  }

  @Override
  public long getMessagesReceived() {
    return statistics.get().received().messages();
  }

  @Override
  public long getMessagesSent() {
    return statistics.get().sent().messages();
  }

  @Override
  public long getBytesReceived() {
    return statistics.get().received().bytes();
  }

  @Override
  public long getBytesSent() {
    return statistics.get().sent().bytes();
  }

  @Override
  public long getMessagesDropped() {
    return statistics.get().messagesDropped();
  }

  @Override
  public long getQueuedBytes() {
    return statistics.get().queuedBytes();
  }

  @Override
  public long getHeldBytes() {
    return statistics.get().heldBytes();
  }

  @Override
  public Map<String, Long> getCloses() {
    return statistics.get().closes();
  }

  @Override
  public Map<String, Long> getBrokenRules() {
    return statistics.get().brokenRules();
  }

  @Override
  public Map<String, Long> getLimitHits() {
    return statistics.get().limitHits();
  }

  @Override
  public long getBuffersLent() {
    return statistics.get().loops().stream().mapToLong(Loop::buffersLent).sum();
  }

  @Override
  public double[] getLoopBusyShares() {
    return ofLoops(Loop::busyShare);
  }

  @Override
  public double[] getLoopLongestTurnMillis() {
    return ofLoops(loop -> loop.longestTurn().toNanos() / NANOS_A_MILLI);
  }

  private double[] ofLoops(ToDoubleFunction<Loop> figure) {
    return statistics.get().loops().stream().mapToDouble(figure).toArray();
  }
}
