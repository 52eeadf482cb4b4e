package io.github.baseframe.server;

import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeFields;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.HttpHead;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import io.github.baseframe.server.watch.MetricsText;
import io.github.baseframe.server.watch.Monitor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Plain HTTP on the port of the WebSocket server, small on purpose: a few pages. Every answer ends
 * its connection. Immutable, for all event loops.
 */
final class HttpResponder {

  /** What every page is sent with besides its own fields. */
  private static final HttpFields COMMON_FIELDS =
      HttpFields.of(
          HandshakeFields.CONNECTION,
          "close",
          "Cache-Control",
          "no-cache",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer");

  private static final List<String> OWN_FIELDS =
      List.of(
          HandshakeFields.CONTENT_TYPE,
          HandshakeFields.CONTENT_LENGTH,
          HandshakeFields.TRANSFER_ENCODING,
          HandshakeFields.CONNECTION);

  /**
   * The answer to a GET.
   *
   * @param head status and fields
   * @param body the content; its position is never moved
   */
  record Page(HttpHead head, ByteBuffer body) {

    /**
     * Makes a page.
     *
     * @param contentType such as {@code "text/html; charset=utf-8"}
     * @param content copied
     * @param fields header fields of its own
     * @throws IllegalArgumentException if the content type is not fit for a header field, or one of
     *     the fields is among those that an answer has anyway
     */
    static Page of(String contentType, byte[] content, HttpFields fields) {
      for (String own : OWN_FIELDS) {
        if (fields.contains(own)) {
          throw new IllegalArgumentException("the answer itself sets the header field " + own);
        }
      }
      HttpFields all =
          HttpFields.of(
                  HandshakeFields.CONTENT_TYPE,
                  contentType,
                  HandshakeFields.CONTENT_LENGTH,
                  Integer.toString(content.length))
              .with(COMMON_FIELDS)
              .with(fields);
      return new Page(HttpHead.response(200, all), ByteBuffer.wrap(content.clone()));
    }

    /** Makes the page of the server's metrics. */
    static Page ofMetrics(HttpHead request, Monitor monitor) {
      String accept = request.fields().first("Accept");
      MetricsText.Page text = monitor.metrics(accept == null ? "" : accept);
      return of(text.contentType(), text.body(), HttpFields.EMPTY);
    }
  }

  private final Map<String, Function<HttpHead, Page>> pages;

  /**
   * Makes a responder.
   *
   * @param pages by path, made for a request
   */
  HttpResponder(Map<String, Function<HttpHead, Page>> pages) {
    this.pages = Map.copyOf(pages);
  }

  /** Says whether there is a page of this path. */
  boolean hasPage(String path) {
    return pages.containsKey(path);
  }

  /**
   * Answers a request that does not ask for a WebSocket connection, or not where there is one.
   *
   * @param request its head
   * @param date the header field Date
   * @return the bytes to send, as segments that the caller may move
   * @throws HandshakeException with another answer than 200
   */
  ByteBuffer[] answer(HttpHead request, HttpFields date) throws HandshakeException {
    ServerHandshake.requireValidHttp(request);
    Function<HttpHead, Page> pageFor = pages.get(request.path());
    if (pageFor == null) {
      throw HandshakeException.refusal(404, "there is nothing at this path");
    }
    Page page = pageFor.apply(request);
    ByteBuffer head = ByteBuffer.wrap(page.head().with(date).toBytes());
    return switch (request.method()) {
      case "GET" -> new ByteBuffer[] {head, page.body().duplicate()};
      case "HEAD" -> new ByteBuffer[] {head};
      default ->
          throw HandshakeException.refusal(
              405, "a page is for GET and HEAD", HttpFields.of(HandshakeFields.ALLOW, "GET, HEAD"));
    };
  }
}
