package io.github.baseframe.conformance.soak;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What all good clients of a soak have seen. For any thread. */
final class Tally {

  /** What must not happen to a good client. */
  enum Fault {
    /** A message did not come back. */
    LOST,
    /** A message came back behind one that was sent later. */
    REORDERED,
    /** A message came back twice, or was never sent. */
    DOUBLED,
    /** A message came back with other bytes. */
    DAMAGED,
    /** A message was not taken. */
    REFUSED,
    /** A connection could not be opened. */
    NOT_OPENED,
    /** A connection ended that nobody had closed. */
    BROKEN,
    /** A closing handshake was not clean, or not with 1000. */
    NOT_CLEAN
  }

  private static final int SIGNIFICANT_DIGITS = 3;

  private final AtomicLong echoes = new AtomicLong();
  private final AtomicLongArray faults = new AtomicLongArray(Fault.values().length);
  private final Recorder latencies = new Recorder(SIGNIFICANT_DIGITS);

  void add(Fault fault, long count) {
    faults.addAndGet(fault.ordinal(), count);
  }

  void add(Fault fault) {
    add(fault, 1);
  }

  void onEcho(long nanos) {
    echoes.incrementAndGet();
    latencies.recordValue(nanos);
  }

  /** How many messages have come back so far. */
  long echoes() {
    return echoes.get();
  }

  /** How long that took since the last call, in nanoseconds. */
  Histogram takeLatencies() {
    return latencies.getIntervalHistogram();
  }

  /** What has happened, and how often. */
  Map<Fault, Long> faults() {
    Map<Fault, Long> found = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      long count = faults.get(fault.ordinal());
      if (count > 0) {
        found.put(fault, count);
      }
    }
    return found;
  }

  /** Says it in words: {@code 2 lost, 1 not clean}; empty if there is nothing to say. */
  static String describe(Map<Fault, Long> faults) {
    Stream<String> each =
        faults.entrySet().stream().map(fault -> fault.getValue() + " " + words(fault.getKey()));
    return each.collect(Collectors.joining(", "));
  }

  private static String words(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
