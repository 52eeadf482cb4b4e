package io.github.baseframe.server.monitoring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be seen of a server besides its statistics, which are always there. Everything is off
 * until it is set, and costs nothing then. Immutable.
 */
public final class Monitoring {

  /** Nothing is set. */
  public static final Monitoring OFF = builder().build();

  private final Optional<String> metricsPath;
  private final Optional<String> jmxName;
  private final boolean flightRecorder;
  private final boolean loopTimes;
  private final Optional<Duration> slowHandler;
  private final List<ServerObserver> observers;
  private final Optional<Consumer<String>> requestLog;
  private final Optional<FrameTracing> frameTracing;

  private Monitoring(Builder builder) {
    this.metricsPath = Optional.ofNullable(builder.metricsPath);
    this.jmxName = Optional.ofNullable(builder.jmxName);
    this.flightRecorder = builder.flightRecorder;
    this.loopTimes = builder.loopTimes;
    this.slowHandler = Optional.ofNullable(builder.slowHandler);
    this.observers = List.copyOf(builder.observers);
    this.requestLog = Optional.ofNullable(builder.requestLog);
    this.frameTracing = Optional.ofNullable(builder.frameTracing);
  }

  /**
   * Begins with everything off.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where metrics are served.
   *
   * @return a path
   */
  public Optional<String> metricsPath() {
    return metricsPath;
  }

  /**
   * Returns the object name of the server in JMX.
   *
   * @return a name
   */
  public Optional<String> jmxName() {
    return jmxName;
  }

  /**
   * Says whether there are events of the JDK Flight Recorder.
   *
   * @return false by default
   */
  public boolean flightRecorder() {
    return flightRecorder;
  }

  /**
   * Says whether event loops measure how long they work.
   *
   * @return false by default
   */
  public boolean loopTimes() {
    return loopTimes;
  }

  /**
   * Returns from when on a call of a handler is slow.
   *
   * @return more than 0
   */
  public Optional<Duration> slowHandler() {
    return slowHandler;
  }

  /**
   * Returns who is told what happens.
   *
   * @return immutable
   */
  public List<ServerObserver> observers() {
    return observers;
  }

  /**
   * Returns who is given lines of the request log.
   *
   * @return takes one line without its end
   */
  public Optional<Consumer<String>> requestLog() {
    return requestLog;
  }

  /**
   * Returns whose frames are shown, to whom.
   *
   * @return settings
   */
  public Optional<FrameTracing> frameTracing() {
    return frameTracing;
  }

  /** Settings of {@link Monitoring}. Not thread-safe. */
  public static final class Builder {

    private String metricsPath;
    private String jmxName;
    private boolean flightRecorder;
    private boolean loopTimes;
    private Duration slowHandler;
    private final List<ServerObserver> observers = new ArrayList<>();
    private Consumer<String> requestLog;
    private FrameTracing frameTracing;

    private Builder() {}

    /**
     * Serves the statistics as OpenMetrics text, to whoever may reach the port. A client that does
     * not ask for {@code application/openmetrics-text} gets the older text format of Prometheus.
     * Default: off.
     *
     * @param path such as {@code "/metrics"}
     * @return this builder
     */
    public Builder metricsPath(String path) {
      this.metricsPath = Objects.requireNonNull(path, "path");
      return this;
    }

    /**
     * Registers a {@link ServerMXBean} with the platform's MBean server while the server runs.
     * Needs the module {@code java.management}. Default: off.
     *
     * @param objectName such as {@code "io.github.baseframe:type=Server,name=chat"}
     * @return this builder
     */
    public Builder jmxName(String objectName) {
      this.jmxName = Objects.requireNonNull(objectName, "objectName");
      return this;
    }

    /**
     * Sets whether there are events of the JDK Flight Recorder, named {@code
     * io.github.baseframe.*}: one for each method of {@link ServerObserver}. Without the module
     * {@code jdk.jfr} there are none, which is logged. Default: false.
     *
     * @param on whether there are
     * @return this builder
     */
    public Builder flightRecorder(boolean on) {
      this.flightRecorder = on;
      return this;
    }

    /**
     * Sets whether event loops measure how long they work and how long their longest turn is, which
     * takes one or two looks at the clock a turn. Default: false.
     *
     * @param on whether they do
     * @return this builder
     */
    public Builder loopTimes(boolean on) {
      this.loopTimes = on;
      return this;
    }

    /**
     * Sets from when on a call of a handler is slow, and {@link ServerObserver#onSlowHandler} told.
     * It takes two looks at the clock a call. Default: off.
     *
     * @param from more than 0
     * @return this builder
     */
    public Builder slowHandler(Duration from) {
      if (from.isZero() || from.isNegative()) {
        throw new IllegalArgumentException("slowHandler must be more than 0, not " + from);
      }
      this.slowHandler = from;
      return this;
    }

    /**
     * Adds somebody who is told what happens. Default: nobody.
     *
     * @param observer must not block
     * @return this builder
     */
    public Builder observer(ServerObserver observer) {
      observers.add(Objects.requireNonNull(observer, "observer"));
      return this;
    }

    /**
     * Sets who is given a line for each answered request, in the common log format. Default:
     * nobody.
     *
     * @param lines takes one line without its end, on the thread of an event loop
     * @return this builder
     */
    public Builder requestLog(Consumer<String> lines) {
      this.requestLog = Objects.requireNonNull(lines, "lines");
      return this;
    }

    /**
     * Writes a line for each answered request, in the common log format, to a {@link System.Logger}
     * on level INFO. Default: off.
     *
     * @param loggerName of the logger
     * @return this builder
     */
    public Builder requestLogger(String loggerName) {
      System.Logger logger = System.getLogger(loggerName);
      return requestLog(line -> logger.log(System.Logger.Level.INFO, line));
    }

    /**
     * Shows the frames of some connections. Default: none.
     *
     * @param tracing whose, and to whom
     * @return this builder
     */
    public Builder frameTracing(FrameTracing tracing) {
      this.frameTracing = Objects.requireNonNull(tracing, "tracing");
      return this;
    }

    /**
     * Makes the settings.
     *
     * @return as they are now
     */
    public Monitoring build() {
      return new Monitoring(this);
    }
  }
}
