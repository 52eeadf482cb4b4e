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
}
