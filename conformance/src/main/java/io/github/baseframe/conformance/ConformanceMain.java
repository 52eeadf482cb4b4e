package io.github.baseframe.conformance;

/** The conformance program, {@code baseframe-conformance.jar}. */
final class ConformanceMain {
  private ConformanceMain() {}

  /** Answers with usage; the program has no commands so far. */
  public static void main(String[] arguments) {
    System.err.println("usage: java -jar baseframe-conformance.jar");
    System.exit(2);
  }
}
