package io.github.baseframe.protocol.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The head of an HTTP/1.x message: start line and header fields (RFC 9112 section 2.1). A request
 * has a method and a target, a response has a status.
 *
 * <p>{@link HttpHeadParser} makes one of bytes, {@link #toBytes} makes bytes of one. Nothing in a
 * head can break out of its place on the wire: whatever would is refused where the head is made.
 * Immutable, for any thread.
 */
public final class HttpHead {
  private final StartLine startLine;
  private final HttpFields fields;

  HttpHead(StartLine startLine, HttpFields fields) {
    this.startLine = startLine;
    this.fields = fields;
  }

  /**
   * Makes the head of an HTTP/1.1 request.
   *
   * @param method such as {@code "GET"}
   * @param target path and query, or another form of RFC 9112 section 3.2
   * @param fields the header fields
   * @return the head
   * @throws IllegalArgumentException if the method is no token or the target has no valid form
   */
  public static HttpHead request(String method, String target, HttpFields fields) {
    RequestTarget resource = RequestTarget.parse(method, target);
    if (!HttpGrammar.isToken(method) || resource == null) {
      throw new IllegalArgumentException("not a method and its target");
    }
    return new HttpHead(StartLine.request(1, method, target, resource), fields);
  }

  /**
   * Makes the head of an HTTP/1.1 response, with the usual reason phrase.
   *
   * @param status 100 to 999
   * @param fields the header fields
   * @return the head
   * @throws IllegalArgumentException for another status
   */
  public static HttpHead response(int status, HttpFields fields) {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("an HTTP status has three digits, not " + status);
    }
    return new HttpHead(StartLine.response(1, status, StartLine.reasonPhrase(status)), fields);
  }

  /**
   * Which kind of head it is.
   *
   * @return true for a request, false for a response
   */
  public boolean isRequest() {
    return startLine.method() != null;
  }

  /**
   * The version's second digit; the first is always 1.
   *
   * @return 1 for HTTP/1.1, 0 for HTTP/1.0
   */
  public int minorVersion() {
    return startLine.minorVersion();
  }

  /**
   * A request's method.
   *
   * @return the method in its own case, which counts; null for a response
   */
  public String method() {
    return startLine.method();
  }

  /**
   * A request's target as it stands on the wire.
   *
   * @return the target, null for a response
   */
  public String target() {
    return startLine.target();
  }

  /**
   * The path of a request's target, percent-encoding untouched. The targets that name no resource,
   * {@code *} of OPTIONS and the host and port of CONNECT, are given whole; they do not start with
   * a slash.
   *
   * @return the path
   * @throws IllegalStateException for a response
   */
  public String path() {
    return resource().path();
  }

  /**
   * The query of a request's target, percent-encoding untouched.
   *
   * @return what follows the first {@code '?'}, or null when there is none
   * @throws IllegalStateException for a response
   */
  public String query() {
    return resource().query();
  }

  /**
   * Whom a request is meant for: host and port of the target where it is an absolute URI, which
   * wins over Host (RFC 9112 section 3.2.2), and else what Host says.
   *
   * @return host and perhaps port, not checked where it comes from Host; null without any
   * @throws IllegalStateException for a response
   */
  public String host() {
    String authority = resource().authority();
    return authority == null ? fields.first(HandshakeFields.HOST) : authority;
  }

  private RequestTarget resource() {
    if (!isRequest()) {
      throw new IllegalStateException("a response has no target");
    }
    return startLine.resource();
  }

  /**
   * A response's status.
   *
   * @return 100 to 999, or 0 for a request
   */
  public int status() {
    return startLine.status();
  }

  /**
   * A response's reason phrase, which has no meaning to programs.
   *
   * @return the phrase, perhaps empty, null for a request
   */
  public String reason() {
    return startLine.reason();
  }

  /**
   * The header fields.
   *
   * @return all of them in their order
   */
  public HttpFields fields() {
    return fields;
  }

  /**
   * The same with further fields.
   *
   * @param further go behind those that there are
   * @return a new head
   */
  public HttpHead with(HttpFields further) {
    return new HttpHead(startLine, fields.with(further));
  }

  /**
   * The head as it goes onto the wire, up to and with the empty line that ends it.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    StringBuilder head = new StringBuilder(256);
    if (isRequest()) {
      head.append(method()).append(' ').append(target()).append(" HTTP/1.").append(minorVersion());
    } else {
      head.append("HTTP/1.").append(minorVersion()).append(' ').append(status()).append(' ');
      head.append(reason());
    }
    head.append("\r\n");
    for (int i = 0; i < fields.size(); i++) {
      head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }
}
