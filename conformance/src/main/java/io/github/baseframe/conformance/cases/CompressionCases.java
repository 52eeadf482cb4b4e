package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sections 12 and 13: compressed messages by permessage-deflate (RFC 7692), of different content
 * and with different parameters; each group is the same list of sizes.
 */
final class CompressionCases {

  /**
   * Sizes of messages and of the frames that carry them.
   *
   * @param octets of a message, uncompressed
   * @param fragmentOctets the most that a frame has of the compressed message; 0 for no limit
   * @param seconds the deadline for 1000 of them
   */
  private record Size(int octets, int fragmentOctets, int seconds) {}

  private static final int KIB = 1024;

  private static final List<Size> SIZES =
      List.of(
          new Size(16, 0, 60),
          new Size(64, 0, 60),
          new Size(256, 0, 120),
          new Size(KIB, 0, 240),
          new Size(4 * KIB, 0, 480),
          new Size(8 * KIB, 0, 480),
          new Size(16 * KIB, 0, 480),
          new Size(32 * KIB, 0, 480),
          new Size(64 * KIB, 0, 480),
          new Size(128 * KIB, 0, 480),
          new Size(8 * KIB, 256, 480),
          new Size(16 * KIB, 256, 480),
          new Size(32 * KIB, 256, 480),
          new Size(64 * KIB, 256, 480),
          new Size(128 * KIB, 256, 480),
          new Size(128 * KIB, KIB, 480),
          new Size(128 * KIB, 4 * KIB, 480),
          new Size(128 * KIB, 32 * KIB, 480));

  private static final CompressionRequest ANY = new CompressionRequest(false, 0);
  private static final CompressionRequest FORGETTING = new CompressionRequest(true, 0);
  private static final CompressionRequest SMALL = new CompressionRequest(false, 9);
  private static final CompressionRequest FULL = new CompressionRequest(false, 15);
  private static final CompressionRequest FORGETTING_SMALL = new CompressionRequest(true, 9);
  private static final CompressionRequest FORGETTING_FULL = new CompressionRequest(true, 15);

  private final List<ConformanceCase> cases = new ArrayList<>();
  private final int messages;

  private CompressionCases(int messages) {
    this.messages = messages;
  }

  /** Makes the cases, with so many messages each. */
  static List<ConformanceCase> all(int messages) {
    CompressionCases all = new CompressionCases(messages);
    all.add("12.1", Sample.JSON, ANY);
    all.add("12.2", Sample.NOISE, ANY);
    all.add("12.3", Sample.PROSE, ANY);
    all.add("12.4", Sample.HTML, ANY);
    all.add("12.5", Sample.SCRIPTS, ANY);
    all.add("13.1", Sample.JSON, ANY);
    all.add("13.2", Sample.JSON, FORGETTING);
    all.add("13.3", Sample.JSON, SMALL);
    all.add("13.4", Sample.JSON, FULL);
    all.add("13.5", Sample.JSON, FORGETTING_SMALL);
    all.add("13.6", Sample.JSON, FORGETTING_FULL);
    all.add("13.7", Sample.JSON, FORGETTING_SMALL, FORGETTING, ANY);
    return all.cases;
  }

  private void add(String group, Sample sample, CompressionRequest... requests) {
    for (Size size : SIZES) {
      int number = cases.size() % SIZES.size() + 1;
      cases.add(
          newCase(group + "." + number, "RFC 7692 7.1", "RFC 7692 7.2")
              .sends(inWords(sample, size, List.of(requests)))
              .expects("Every message comes back; then a clean close with 1000.")
              .compression(requests)
              .compressedRoundTrips(sample, size.octets, messages, size.fragmentOctets)
              .within(size.seconds)
              .testerCloses());
    }
  }

  private String inWords(Sample sample, Size size, List<CompressionRequest> requests) {
    return messages
        + " compressed messages of "
        + size.octets
        + " octets of "
        + sample
        + (size.fragmentOctets == 0 ? "" : " in fragments of " + size.fragmentOctets)
        + ", each awaited; wanted "
        + requests.stream().map(CompressionRequest::toString).collect(Collectors.joining(", or "));
  }
}
