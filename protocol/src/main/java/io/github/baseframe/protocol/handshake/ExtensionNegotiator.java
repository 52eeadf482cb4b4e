package io.github.baseframe.protocol.handshake;

import io.github.baseframe.protocol.message.MessageTransform;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Finds out in the opening handshake whether both sides speak an extension, and with which
 * parameters (RFC 6455 section 9.1). The handshake knows extensions by this name only.
 *
 * <p>One negotiator serves many handshakes, from any thread.
 */
public interface ExtensionNegotiator extends AutoCloseable {

  /**
   * At a server: chooses among what the client offers.
   *
   * @param offers all extensions offered, those of other names included, the preferred one first
   * @return what is agreed on; null to go without this extension
   */
  Agreement accept(List<Extension> offers);

  /**
   * At a client: what to offer.
   *
   * @return at least one offer, the preferred one first
   */
  List<Extension> offers();

  /**
   * At a client: judges what the server agreed to.
   *
   * @param answer all extensions in the server's response, at least one
   * @return what is agreed on; null if the answer does not fit to any of the offers, so that the
   *     connection must fail
   */
  Agreement verify(List<Extension> answer);

  /**
   * Gives back what its transforms share. Those that are in use still work, and are to be closed as
   * ever.
   */
  @Override
  void close();

  /**
   * What both sides agreed on.
   *
   * @param extension the extension with its parameters, as the response names it
   * @param transforms makes a transform for one connection
   */
  record Agreement(Extension extension, Supplier<MessageTransform> transforms) {
    /**
     * Checks that nothing is missing.
     *
     * @param extension the extension with its parameters
     * @param transforms makes a transform for one connection
     */
    public Agreement {
      Objects.requireNonNull(extension);
      Objects.requireNonNull(transforms);
    }
  }
}
