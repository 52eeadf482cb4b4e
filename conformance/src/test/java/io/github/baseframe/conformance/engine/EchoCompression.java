package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.fuzzing.CompressionNegotiation;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.Extension;
import java.util.List;
import java.util.Set;

/**
 * The compression of an {@link EchoSubject}. It is the tester's own, seen from the other side: that
 * the tester compresses as RFC 7692 wants it, the core decides, which shares nothing with it.
 */
final class EchoCompression {

  private static final String NAME = "permessage-deflate";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final int FULL_WINDOW_BITS = 15;

  private final Set<Quirk> quirks;
  private final Compressor compressor;

  /** Agrees on whatever the tester likes best. */
  EchoCompression(Role role, CompressionNegotiation tester, Set<Quirk> quirks) {
    this.quirks = quirks;
    if (role == Role.SERVER) {
      tester.verify(List.of(answer(tester.offers().get(0))));
    } else {
      Extension.Parameter window = new Extension.Parameter(CLIENT_WINDOW, null);
      tester.accept(List.of(new Extension(NAME, List.of(window))));
    }
    CompressionAgreement agreed = CompressionNegotiation.agreement(tester);
    this.compressor =
        new Compressor(
            new CompressionAgreement(
                agreed.subjectContextTakeover() || quirks.contains(Quirk.TAKES_CONTEXT_OVER_ANYWAY),
                quirks.contains(Quirk.IGNORES_THE_WINDOW)
                    ? FULL_WINDOW_BITS
                    : agreed.subjectWindowBits(),
                agreed.testerContextTakeover() && !quirks.contains(Quirk.FORGETS_THE_CONTEXT),
                agreed.testerWindowBits()));
  }

  private static Extension answer(Extension offer) {
    return new Extension(
        NAME, offer.parameters().stream().filter(p -> !p.name().equals(CLIENT_WINDOW)).toList());
  }

  byte[] compress(byte[] message) {
    byte[] data = compressor.compress(message);
    if (quirks.contains(Quirk.DAMAGES_COMPRESSED_DATA)) {
      data[data.length / 2] ^= 1;
    }
    return data;
  }

  /** Returns null if the data is broken. */
  byte[] decompress(byte[] data) {
    try {
      return compressor.decompress(data, Integer.MAX_VALUE);
    } catch (Violation e) {
      return null;
    }
  }
}
