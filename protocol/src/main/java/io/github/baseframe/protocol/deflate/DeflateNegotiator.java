package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.util.List;

/** The negotiation of permessage-deflate at both sides (RFC 7692 section 7.1). */
final class DeflateNegotiator implements ExtensionNegotiator {

  private final PerMessageDeflate settings;
  private final DeflatePool pool;

  /** What a client offers, the preferred one first. */
  private final List<DeflateParameters> offers;

  DeflateNegotiator(PerMessageDeflate settings) {
    this.settings = settings;
    this.pool = new DeflatePool(settings.level());
    this.offers = offers(settings);
  }

  DeflatePool pool() {
    return pool;
  }

  /**
   * Takes the first offer that can be understood; none of those is out of reach, as every window is
   * supported.
   */
  @Override
  public Agreement accept(List<Extension> extensions) {
    for (Extension extension : extensions) {
      DeflateParameters offer =
          extension.name().equals(DeflateParameters.EXTENSION)
              ? DeflateParameters.ofOffer(extension)
              : null;
      if (offer != null) {
        DeflateParameters answer = answer(offer);
        return new Agreement(
            answer.toAnswer(), () -> new DeflateTransform(Role.SERVER, settings, answer, pool));
      }
    }
    return null;
  }

  private DeflateParameters answer(DeflateParameters offer) {
    int serverBits = Math.min(offer.serverWindowBits(), settings.serverMaxWindowBits());
    int clientBits = Math.min(offer.clientWindowBits(), settings.clientMaxWindowBits());
    boolean serverNamed = offer.serverMaxWindowBits() > 0;
    boolean clientMayBeNamed = offer.clientMaxWindowBits() > 0;
    return new DeflateParameters(
        offer.serverNoContextTakeover() || !settings.serverContextTakeover(),
        offer.clientNoContextTakeover() || !settings.clientContextTakeover(),
        serverNamed || serverBits < DeflateParameters.DEFAULT_WINDOW_BITS ? serverBits : 0,
        clientMayBeNamed && clientBits < DeflateParameters.DEFAULT_WINDOW_BITS ? clientBits : 0);
  }

  private static List<DeflateParameters> offers(PerMessageDeflate settings) {
    int serverBits = settings.serverMaxWindowBits();
    DeflateParameters withFullServerWindow =
        new DeflateParameters(
            !settings.serverContextTakeover(),
            !settings.clientContextTakeover(),
            0,
            settings.clientMaxWindowBits());
    if (serverBits == DeflateParameters.DEFAULT_WINDOW_BITS) {
      return List.of(withFullServerWindow);
    }
    // 7.1.3: few servers can do with a smaller window, so there is something to fall back on.
    DeflateParameters preferred =
        new DeflateParameters(
            withFullServerWindow.serverNoContextTakeover(),
            withFullServerWindow.clientNoContextTakeover(),
            serverBits,
            withFullServerWindow.clientMaxWindowBits());
    return List.of(preferred, withFullServerWindow);
  }

  @Override
  public List<Extension> offers() {
    return offers.stream().map(DeflateParameters::toOffer).toList();
  }

  @Override
  public Agreement verify(List<Extension> extensions) {
    Extension extension = extensions.get(0);
    if (extensions.size() > 1 || !extension.name().equals(DeflateParameters.EXTENSION)) {
      return null;
    }
    DeflateParameters answer = DeflateParameters.ofAnswer(extension);
    if (answer == null || offers.stream().noneMatch(offer -> offer.allows(answer))) {
      return null;
    }
    DeflateParameters agreed = limitedBySettings(answer);
    return new Agreement(
        extension, () -> new DeflateTransform(Role.CLIENT, settings, agreed, pool));
  }

  /** 7.1.1.2, 7.1.2.2: a client keeps to what it offered for itself, confirmed or not. */
  private DeflateParameters limitedBySettings(DeflateParameters answer) {
    return new DeflateParameters(
        answer.serverNoContextTakeover(),
        answer.clientNoContextTakeover() || !settings.clientContextTakeover(),
        answer.serverMaxWindowBits(),
        Math.min(answer.clientWindowBits(), settings.clientMaxWindowBits()));
  }

  @Override
  public void close() {
    pool.close();
  }
}
