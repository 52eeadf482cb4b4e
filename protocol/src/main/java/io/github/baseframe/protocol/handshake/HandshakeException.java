package io.github.baseframe.protocol.handshake;

import io.github.baseframe.protocol.Rule;
import java.util.Objects;
import java.util.Optional;

/**
 * An opening handshake that did not succeed.
 *
 * <p>At a server it is a refusal: the status and the fields to answer with, which {@link
 * ServerHandshake#refusal} turns into bytes; a driver may refuse for reasons of its own, such as
 * 404. At a client it is a failure: the status and the fields that the server answered with, so
 * that a redirect or a demand for credentials can be acted on. It carries the {@link Rule} that the
 * peer broke, if it broke any. It carries no stack trace, as it is part of the protocol and may be
 * provoked by any peer.
 */
public final class HandshakeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Null for what an application refuses for reasons of its own. */
  private final Rule rule;

  private final int status;
  private final transient HttpFields fields;

  private HandshakeException(Rule rule, int status, String message, HttpFields fields) {
    super(Objects.requireNonNull(message), null, false, false);
    this.rule = rule;
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
    return refusal(null, status, message, fields);
  }

  /** At a server: the request breaks a rule. */
  static HandshakeException refusal(Rule rule) {
    return refusal(rule, HttpFields.EMPTY);
  }

  /** At a server: the request breaks a rule, and the answer has fields that help the client. */
  static HandshakeException refusal(Rule rule, HttpFields fields) {
    return refusal(rule, rule.code(), rule.sentence(), fields);
  }

  private static HandshakeException refusal(
      Rule rule, int status, String message, HttpFields fields) {
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException("a refusal has a status from 300 to 599, not " + status);
    }
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (HandshakeFields.isFraming(name) || name.equalsIgnoreCase(HandshakeFields.CONTENT_TYPE)) {
        throw new IllegalArgumentException("the refusal itself sets the header field " + name);
      }
    }
    return new HandshakeException(rule, status, message, fields);
  }

  /** At a client: the response that arrived opens no connection. */
  static HandshakeException failure(Rule rule, HttpHead response) {
    return failure(rule, rule.sentence(), response);
  }

  /** The same with a message that says more than the rule does. */
  static HandshakeException failure(Rule rule, String message, HttpHead response) {
    return new HandshakeException(rule, response.status(), message, response.fields());
  }

  /** At a client: what arrived is no HTTP response that can be understood. */
  static HandshakeException failure(Rule rule) {
    return new HandshakeException(rule, 0, rule.sentence(), HttpFields.EMPTY);
  }

  /**
   * Returns the rule that the peer broke.
   *
   * @return the rule; empty where an application refuses a request for reasons of its own
   */
  public Optional<Rule> rule() {
    return Optional.ofNullable(rule);
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
