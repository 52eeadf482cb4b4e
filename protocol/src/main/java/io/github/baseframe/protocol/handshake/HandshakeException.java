package io.github.baseframe.protocol.handshake;

import java.util.Objects;

/**
 * An opening handshake that did not succeed.
 *
 * <p>At a server it is a refusal: the status and the fields to answer with, which {@link
 * ServerHandshake#refusal} turns into bytes; an application throws one to answer 401 or 404. At a
 * client it is a failure: the status and the fields that the server answered with, so that a
 * redirect or a demand for credentials can be acted on. It carries no stack trace, as it is part of
 * the protocol and may be provoked by any peer.
 */
public final class HandshakeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient HttpFields fields;

  private HandshakeException(int status, String message, HttpFields fields) {
    super(Objects.requireNonNull(message), null, false, false);
    this.status = status;
    this.fields = fields;
  }

  /**
   * At a server: the request is refused.
   *
   * @param status the HTTP status to answer with, 300 to 599
   * @param message one line of text for the answer's body; it goes to the client as it is
   * @return the refusal, to be thrown
   * @throws IllegalArgumentException for another status
   */
  public static HandshakeException refusal(int status, String message) {
    return refusal(status, message, HttpFields.EMPTY);
  }

  /**
   * At a server: the request is refused, with header fields in the answer.
   *
   * @param status the HTTP status to answer with, 300 to 599
   * @param message one line of text for the answer's body; it goes to the client as it is
   * @param fields what the answer says besides, such as Location; not Connection, Content-Type or
   *     anything about the body, which the answer sets itself
   * @return the refusal, to be thrown
   * @throws IllegalArgumentException for another status or such a field
   */
  public static HandshakeException refusal(int status, String message, HttpFields fields) {
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException("a refusal has a status from 300 to 599, not " + status);
    }
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (HandshakeFields.isFraming(name) || name.equalsIgnoreCase(HandshakeFields.CONTENT_TYPE)) {
        throw new IllegalArgumentException("the refusal itself sets the header field " + name);
      }
    }
    return new HandshakeException(status, message, fields);
  }

  /** At a client: the response that arrived opens no connection. */
  static HandshakeException failure(String message, HttpHead response) {
    return new HandshakeException(response.status(), message, response.fields());
  }

  /** At a client: what arrived is no HTTP response that can be understood. */
  static HandshakeException failure(String message) {
    return new HandshakeException(0, message, HttpFields.EMPTY);
  }

  /**
   * The HTTP status of the answer: to be sent at a server, received at a client.
   *
   * @return 100 to 999, or 0 at a client that could not make sense of the answer; 101 at a client
   *     whose server agreed but broke another rule
   */
  public int status() {
    return status;
  }

  /**
   * The header fields of the answer: to be sent at a server, received at a client.
   *
   * @return the fields, perhaps none
   */
  public HttpFields fields() {
    return fields;
  }
}
