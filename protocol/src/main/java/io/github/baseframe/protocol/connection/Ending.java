package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Rule;
import java.util.Optional;

/**
 * How a connection ended.
 *
 * @param reason what {@code onClose} was told
 * @param clean whether Close went both ways (RFC 6455 section 7.1.4)
 * @param brokenRule the rule that the peer broke, for which the connection failed
 */
public record Ending(CloseReason reason, boolean clean, Optional<Rule> brokenRule) {

  Ending(CloseReason reason, boolean clean) {
    this(reason, clean, Optional.empty());
  }
}
