package io.github.baseframe.conformance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.server.peer.ProxyHeader;
import io.github.baseframe.server.peer.ProxyHeaderException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Any bytes are a header of the PROXY protocol or refused, the same however they are cut, and not a
 * byte behind it is taken; the address is the one that the JDK reads there.
 */
public final class ProxyHeaderFuzzer {

  private static final int MAX_BYTES = 16 + 0xFFFF;
  private static final int ADDRESSES_START = 16;

  private ProxyHeaderFuzzer() {}

  /** What became of a stream, and how many bytes were taken where it is a header. */
  private record Outcome(String told, int taken, InetSocketAddress source) {}

  /**
   * Runs one input.
   *
   * @param data any bytes
   * @throws UnknownHostException where there must not be one
   */
  public static void fuzzerTestOneInput(byte[] data) throws UnknownHostException {
    Input input = Input.of(data);
    Outcome whole = read(input.stream(), Pieces.WHOLE);
    assertThat(read(input.stream(), Pieces.SINGLE_BYTES)).isEqualTo(whole);
    assertThat(read(input.stream(), input.cuts())).isEqualTo(whole);
    if (whole.source != null) {
      byte[] header = Arrays.copyOf(input.stream(), whole.taken);
      assertThat(whole.source).isEqualTo(header[0] == 'P' ? sourceInLine(header) : source(header));
    }
  }

  private static Outcome read(byte[] stream, int cuts) {
    ProxyHeader header = new ProxyHeader();
    int taken = 0;
    try {
      for (ByteBuffer piece : Pieces.of(stream, cuts)) {
        while (piece.hasRemaining() && header.missing() > 0) {
          assertThat(taken + header.missing()).isLessThanOrEqualTo(MAX_BYTES);
          int count = Math.min(piece.remaining(), header.missing());
          ByteBuffer some = piece.slice(piece.position(), count);
          header.read(some);
          assertThat(some.hasRemaining()).isFalse();
          piece.position(piece.position() + count);
          taken += count;
        }
      }
    } catch (ProxyHeaderException e) {
      return new Outcome("refused", 0, null);
    }
    if (header.missing() > 0) {
      return new Outcome("incomplete", 0, null);
    }
    InetSocketAddress source =
        header.source().orElse(null) instanceof InetSocketAddress address ? address : null;
    return new Outcome("source " + header.source(), taken, source);
  }

  /** Nobody is asked for a name: there are only addresses. */
  private static InetSocketAddress sourceInLine(byte[] line) throws UnknownHostException {
    String[] words = new String(line, ISO_8859_1).trim().split(" ");
    assertThat(words).hasSize(6);
    assertThat(words[2]).matches(words[1].equals("TCP4") ? "[0-9.]+" : "[0-9A-Fa-f:.]*:.*");
    return new InetSocketAddress(InetAddress.getByName(words[2]), Integer.parseInt(words[4]));
  }

  private static InetSocketAddress source(byte[] header) throws UnknownHostException {
    int length = header[13] == 0x11 ? 4 : 16;
    int portStart = ADDRESSES_START + 2 * length;
    byte[] address = Arrays.copyOfRange(header, ADDRESSES_START, ADDRESSES_START + length);
    int port = (header[portStart] & 0xFF) << 8 | header[portStart + 1] & 0xFF;
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }
}
