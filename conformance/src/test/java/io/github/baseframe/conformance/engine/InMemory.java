package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;

/** Runs a case against an endpoint without I/O. */
final class InMemory {

  private InMemory() {}

  static CaseResult run(ConformanceCase conformanceCase, Role subjectRole, Subject subject) {
    Role tester = subjectRole == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    return CaseRunner.run(conformanceCase, new MemoryLink(subject), tester, ByteBuffer.allocate(0));
  }

  /** Runs a case that is about the opening handshake, against an endpoint that has one. */
  static CaseResult open(ConformanceCase conformanceCase, OpeningSubject subject) {
    Link link = new MemoryLink(subject);
    if (subject.role() == Role.SERVER) {
      return CaseRunner.runFromRequest(conformanceCase, link, "localhost", "/");
    }
    return CaseRunner.runFromResponse(
        conformanceCase, link, OpeningSubject.EXPECTED_ACCEPT, ByteBuffer.allocate(0));
  }
}
