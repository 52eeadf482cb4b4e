package io.github.baseframe.protocol;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What an application sees of the opening handshake once the connection is open (RFC 6455 section
 * 4).
 *
 * <p>At a server it tells what the client asked for: path, query and the request's header fields.
 * At a client it tells what was asked for and what was answered: path and query of the URI, and the
 * response's header fields. Implementations are immutable and may be used by any thread. A
 * connection does not hold on to it; an application that needs it later keeps it itself.
 */
public interface OpeningHandshake {
  /**
   * The path of the resource name, percent-encoding untouched, without the query.
   *
   * @return the path, {@code "/"} at least
   */
  String path();

  /**
   * The query of the resource name, percent-encoding untouched.
   *
   * @return what follows the first {@code '?'}, or null when there is none
   */
  String query();

  /**
   * The first header field of a name that the peer sent.
   *
   * @param name the field's name, in any case
   * @return its value without white space around it, or null when the peer sent no such field
   */
  String header(String name);

  /**
   * All header fields of a name that the peer sent.
   *
   * @param name the fields' name, in any case
   * @return their values in the order of arrival, empty when the peer sent no such field
   */
  List<String> headers(String name);

  /**
   * The subprotocol that both ends agreed on (RFC 6455 section 1.9).
   *
   * @return one of those the client offered, or null when none was chosen
   */
  String subprotocol();

  /**
   * What TLS has agreed on, and the certificates that the peer has shown.
   *
   * @return empty without TLS
   */
  default Optional<SSLSession> tlsSession() {
    return Optional.empty();
  }
}
