package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.Frame.ping;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/** Section 4: frames with an opcode that is reserved. */
final class OpcodeCases {

  private static final Frame GOOD = text(HELLO);

  private OpcodeCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    addFamily(cases, "4.1", "for data", 3);
    addFamily(cases, "4.2", "for control frames", 11);
    return cases;
  }

  /** Five reserved opcodes: two frames on their own, three behind a good message. */
  private static void addFamily(
      List<ConformanceCase> cases, String group, String kind, int firstOpcode) {
    Frame[] reserved = {
      Frame.of(firstOpcode, Payload.EMPTY),
      Frame.of(firstOpcode + 1, Payload.utf8("reserved opcode payload")),
      Frame.of(firstOpcode + 2, Payload.EMPTY),
      Frame.of(firstOpcode + 3, Payload.utf8(HELLO)),
      Frame.of(firstOpcode + 4, Payload.utf8(HELLO))
    };
    for (int i = 0; i < reserved.length; i++) {
      String opcode = "opcode " + (firstOpcode + i) + ", reserved " + kind;
      CaseBuilder one = newCase(group + "." + (i + 1), "5.2").breaks(Rule.RESERVED_OPCODE);
      if (i < 2) {
        one.sends("a frame with " + opcode).frames(reserved[i]);
      } else {
        one.sends("a good text message, a frame with " + opcode + ", and a ping")
            .strictly(echo(GOOD))
            .orElse();
        if (i < 4) {
          one.frames(GOOD, reserved[i], ping(""));
        } else {
          one.framesInPieces(1, GOOD, reserved[i], ping(""));
        }
      }
      cases.add(one.subjectFailsWith(1002));
    }
  }
}
