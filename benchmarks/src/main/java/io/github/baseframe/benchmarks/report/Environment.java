package io.github.baseframe.benchmarks.report;

/**
 * Where and how was measured.
 *
 * @param java name and version of the virtual machine
 * @param system name, version and architecture of the operating system
 * @param cores how many there are
 * @param pinned whether server and load generator were kept on different ones
 * @param rounds how often each was measured
 * @param seconds length of each run
 * @param warmUpSeconds load before each run
 */
public record Environment(
    String java,
    String system,
    int cores,
    boolean pinned,
    int rounds,
    double seconds,
    double warmUpSeconds) {

  /**
   * Describes this machine.
   *
   * @param cores how many there are
   * @param pinned whether server and load generator were kept on different cores
   * @param rounds how often each was measured
   * @param seconds length of each run
   * @param warmUpSeconds load before each run
   * @return the description
   */
  public static Environment of(
      int cores, boolean pinned, int rounds, double seconds, double warmUpSeconds) {
    return new Environment(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        cores,
        pinned,
        rounds,
        seconds,
        warmUpSeconds);
  }

  @Override
  public String toString() {
    return String.format(
        "%s on %s, %d cores, %s, %d rounds of %.1f s after %.1f s of warm-up",
        java, system, cores, pinned ? "pinned" : "not pinned", rounds, seconds, warmUpSeconds);
  }
}
