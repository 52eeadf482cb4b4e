package io.github.baseframe.protocol.handshake;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.message.MessageTransform;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An opening handshake that succeeded: what the application may see of it, and the response that
 * sealed it. Immutable, for any thread.
 */
public final class AcceptedHandshake implements OpeningHandshake {
  private final String path;
  private final String query;
  private final HttpFields peerFields;
  private final String subprotocol;
  private final HttpHead response;
  private final ExtensionNegotiator.Agreement agreement;
  private final Optional<SSLSession> tlsSession;

  AcceptedHandshake(
      String path,
      String query,
      HttpFields peerFields,
      String subprotocol,
      HttpHead response,
      ExtensionNegotiator.Agreement agreement) {
    this(path, query, peerFields, subprotocol, response, agreement, Optional.empty());
  }

  private AcceptedHandshake(
      String path,
      String query,
      HttpFields peerFields,
      String subprotocol,
      HttpHead response,
      ExtensionNegotiator.Agreement agreement,
      Optional<SSLSession> tlsSession) {
    this.path = path;
    this.query = query;
    this.peerFields = peerFields;
    this.subprotocol = subprotocol;
    this.response = response;
    this.agreement = agreement;
    this.tlsSession = tlsSession;
  }

  /**
   * Says by what it came.
   *
   * @param session empty without TLS
   * @return the same handshake
   */
  public AcceptedHandshake with(Optional<SSLSession> session) {
    return session.isEmpty()
        ? this
        : new AcceptedHandshake(path, query, peerFields, subprotocol, response, agreement, session);
  }

  @Override
  public Optional<SSLSession> tlsSession() {
    return tlsSession;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public String header(String name) {
    return peerFields.first(name);
  }

  @Override
  public List<String> headers(String name) {
    return peerFields.all(name);
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  /**
   * The response 101: at a server the one to send now, at a client the one that arrived.
   *
   * @return the head of the response; after it there are only frames
   */
  public HttpHead response() {
    return response;
  }

  /**
   * Makes what the extension that was agreed on does to the messages of this connection, for {@code
   * WebSocketConnection}.
   *
   * @return a new transform; null if no extension was agreed on
   */
  public MessageTransform newTransform() {
    return agreement == null ? null : agreement.transforms().get();
  }
}
