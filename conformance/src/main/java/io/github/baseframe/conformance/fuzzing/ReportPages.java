package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.report.Report;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import java.io.ByteArrayOutputStream;

/**
 * The report over HTTP. A path is the name of a file in the report, or is not found; it is never
 * taken to the file system.
 */
final class ReportPages {

  private ReportPages() {}

  /**
   * Answers a request.
   *
   * @throws HandshakeException 404 if there is no such file, 405 if something else is wanted than
   *     reading
   */
  static byte[] answer(HttpHead request, Report report) throws HandshakeException {
    boolean headOnly = request.method().equals("HEAD");
    if (!headOnly && !request.method().equals("GET")) {
      throw HandshakeException.refusal(405, "the report is read only", allow());
    }
    String name = request.path().equals("/") ? Report.INDEX : request.path().replaceFirst("/", "");
    byte[] content = report.file(name);
    if (content == null) {
      throw HandshakeException.refusal(404, "there is no such page");
    }
    HttpFields fields =
        HttpFields.of(
            "Content-Type", type(name),
            "Content-Length", String.valueOf(content.length),
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Connection", "close");
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(HttpHead.response(200, fields).toBytes());
    answer.writeBytes(headOnly ? new byte[0] : content);
    return answer.toByteArray();
  }

  private static HttpFields allow() {
    return HttpFields.of("Allow", "GET, HEAD");
  }

  private static String type(String name) {
    if (name.endsWith(".json")) {
      return "application/json";
    }
    return name.endsWith(".xml") ? "application/xml" : "text/html; charset=utf-8";
  }
}
