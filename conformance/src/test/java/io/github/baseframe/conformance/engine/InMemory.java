package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.fuzzing.CompressionNegotiation;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Runs a case against an endpoint without I/O. */
final class InMemory {

  private InMemory() {}

  /**
   * The subject takes part in the negotiation of compression; it is given null if there is none.
   */
  static CaseResult run(
      ConformanceCase conformanceCase,
      Role subjectRole,
      Function<CompressionNegotiation, Subject> subject) {
    Role tester = subjectRole == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    CompressionNegotiation compression = CompressionNegotiation.of(conformanceCase);
    MemoryLink link = new MemoryLink(subject.apply(compression));
    return CaseRunner.run(
        conformanceCase,
        link,
        tester,
        ByteBuffer.allocate(0),
        CompressionNegotiation.agreement(compression),
        new WireLog());
  }

  /** Runs a case that is about the opening handshake, against an endpoint that has one. */
  static CaseResult open(ConformanceCase conformanceCase, OpeningSubject subject) {
    Link link = new MemoryLink(subject);
    if (subject.role() == Role.SERVER) {
      return CaseRunner.runFromRequest(conformanceCase, link, "localhost", "/");
    }
    return CaseRunner.runFromResponse(
        conformanceCase,
        link,
        OpeningSubject.EXPECTED_ACCEPT,
        ByteBuffer.allocate(0),
        new WireLog());
  }
}
