package io.github.baseframe.conformance.soak;

import io.github.baseframe.conformance.soak.Tally.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Whether a soak went well: nothing happened to a good client, and nothing grew.
 *
 * @param complaints what did not go well, a line each; empty if all did
 */
public record SoakVerdict(List<String> complaints) {

  /** Fewer have no beginning and end to compare. */
  private static final int FEWEST_SAMPLES = 3;

  /** What may be there more at the end than at the beginning: a share, and as much besides. */
  private enum Flat {
    HEAP(Figures::heapBytes, 0.10, 8 << 20),
    RESIDENT(Figures::residentBytes, 0.15, 64 << 20),
    DIRECT(Figures::directBytes, 0.10, 16 << 20),
    DESCRIPTORS(Figures::descriptors, 0.05, 20);

    private final ToLongFunction<Figures> figure;
    private final double share;
    private final long slack;

    Flat(ToLongFunction<Figures> figure, double share, long slack) {
      this.figure = figure;
      this.share = share;
      this.slack = slack;
    }

    private long median(List<Sample> samples) {
      return samples.stream()
          .mapToLong(sample -> figure.applyAsLong(sample.figures()))
          .sorted()
          .skip(samples.size() / 2)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Judges. */
  static SoakVerdict of(List<Sample> samples, Map<Fault, Long> faults) {
    List<String> complaints = new ArrayList<>();
    if (!faults.isEmpty()) {
      complaints.add(Tally.describe(faults));
    }
    if (samples.isEmpty() || samples.get(samples.size() - 1).echoes() == 0) {
      complaints.add("nothing came back");
    }
    if (samples.size() >= FEWEST_SAMPLES) {
      int third = samples.size() / FEWEST_SAMPLES;
      List<Sample> first = samples.subList(0, third);
      List<Sample> last = samples.subList(samples.size() - third, samples.size());
      for (Flat flat : Flat.values()) {
        long before = flat.median(first);
        long after = flat.median(last);
        if (after > before * (1 + flat.share) + flat.slack) {
          String name = flat.name().toLowerCase(Locale.ROOT);
          complaints.add(String.format(Locale.ROOT, "%s: %,d to %,d", name, before, after));
        }
      }
    }
    return new SoakVerdict(List.copyOf(complaints));
  }

  /**
   * Says whether all went well.
   *
   * @return false if there are complaints
   */
  public boolean isGood() {
    return complaints.isEmpty();
  }
}
