package io.github.baseframe.protocol.handshake;

import java.util.List;
import java.util.Objects;

/**
 * On which terms a server's endpoint takes part in opening handshakes (RFC 6455 section 4.2).
 * Immutable, for any thread.
 *
 * @param originPolicy which pages may connect
 * @param subprotocols the subprotocols spoken here, the preferred one first; the first that the
 *     client offers too is chosen, and none if there is none
 * @param headers header fields that the response 101 carries besides its own
 */
public record HandshakeSettings(
    OriginPolicy originPolicy, List<String> subprotocols, HttpFields headers) {

  /** Pages of the same origin, no subprotocol, no further headers. */
  public static final HandshakeSettings DEFAULT =
      new HandshakeSettings(OriginPolicy.sameOrigin(), List.of(), HttpFields.EMPTY);

  /**
   * Checks the settings.
   *
   * @param originPolicy which pages may connect
   * @param subprotocols different tokens; copied
   * @param headers none of those that the handshake sets itself
   * @throws IllegalArgumentException if a subprotocol is no token or named twice, or if a header is
   *     one that the handshake sets itself
   */
  public HandshakeSettings {
    Objects.requireNonNull(originPolicy);
    subprotocols = HandshakeFields.requireSubprotocols(subprotocols);
    HandshakeFields.requireNoneOf(headers);
  }

  /**
   * The same with another origin policy.
   *
   * @param policy which pages may connect
   * @return new settings
   */
  public HandshakeSettings withOriginPolicy(OriginPolicy policy) {
    return new HandshakeSettings(policy, subprotocols, headers);
  }

  /**
   * The same with other subprotocols.
   *
   * @param preferred the subprotocols spoken here, the preferred one first
   * @return new settings
   * @throws IllegalArgumentException if one is no token or named twice
   */
  public HandshakeSettings withSubprotocols(String... preferred) {
    return new HandshakeSettings(originPolicy, List.of(preferred), headers);
  }

  /**
   * The same with other headers in the response 101.
   *
   * @param fields the header fields, such as Set-Cookie
   * @return new settings
   * @throws IllegalArgumentException if one is a header that the handshake sets itself
   */
  public HandshakeSettings withHeaders(HttpFields fields) {
    return new HandshakeSettings(originPolicy, subprotocols, fields);
  }
}
