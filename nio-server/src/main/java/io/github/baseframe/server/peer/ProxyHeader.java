package io.github.baseframe.server.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The header of the PROXY protocol, version 1 (a line) or 2 (binary), in which a proxy says for
 * whom it speaks, ahead of everything else.
 *
 * <pre>
 *   PROXY TCP4 192.0.2.7 198.51.100.1 49152 443 CR LF
 *
 *   0D0A0D0A000D0A515549540A | 2 and command | family and protocol | length (2) | addresses | TLVs
 * </pre>
 *
 * <p>Strict, resumable at every byte, and it takes no byte that is not its own: whoever reads for
 * it reads {@link #missing} bytes at most. Of what follows the addresses in version 2 nothing is
 * kept.
 */
public final class ProxyHeader {

  private static final byte[] SIGNATURE_1 = "PROXY ".getBytes(ISO_8859_1);
  private static final byte[] SIGNATURE_2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  private static final int VERSION_2_FIXED_BYTES = 16;

  /** With its CR LF, as version 1 has it. */
  private static final int MAX_LINE_BYTES = 107;

  private static final int UNIX_PATH_BYTES = 108;

  /** The addresses of version 2: IPv4 with ports, IPv6 with ports, two paths. */
  private static final int IPV4_BYTES = 2 * (4 + 2);

  private static final int IPV6_BYTES = 2 * (16 + 2);
  private static final int UNIX_BYTES = 2 * UNIX_PATH_BYTES;

  /** The header but for what is thrown away of it. */
  private byte[] bytes = new byte[MAX_LINE_BYTES];

  private int size;

  /** How many bytes are kept; known of version 2 once its fixed part is there. */
  private int kept = VERSION_2_FIXED_BYTES;

  /** How many bytes come behind those. */
  private int skipped;

  private boolean complete;
  private SocketAddress source;

  /** Begins ahead of the first byte. */
  public ProxyHeader() {}

  /**
   * Says how many bytes belong to the header for sure that have not come yet.
   *
   * @return 0 when it is complete
   */
  public int missing() {
    if (complete) {
      return 0;
    }
    if (size < SIGNATURE_1.length) {
      return SIGNATURE_1.length - size;
    }
    if (isVersion1()) {
      return bytes[size - 1] == '\r' ? 1 : 2;
    }
    return kept - size + skipped;
  }

  /**
   * Takes bytes.
   *
   * @param in no more than are {@link #missing}; consumed
   * @throws ProxyHeaderException if this is no such header
   */
  public void read(ByteBuffer in) throws ProxyHeaderException {
    while (in.hasRemaining() && !complete) {
      if (size < kept || isVersion1()) {
        keep(in.get());
      } else {
        int count = Math.min(skipped, in.remaining());
        in.position(in.position() + count);
        skipped -= count;
      }
      complete |= !isVersion1() && size == kept && size > SIGNATURE_1.length && isRead();
    }
  }

  /**
   * Says for whom the proxy speaks.
   *
   * @return nothing if it speaks for itself, or does not know
   */
  public Optional<SocketAddress> source() {
    return Optional.ofNullable(source);
  }

  private boolean isVersion1() {
    return bytes[0] == SIGNATURE_1[0];
  }

  private void keep(byte next) throws ProxyHeaderException {
    bytes[size] = next;
    size++;
    byte[] signature = isVersion1() ? SIGNATURE_1 : SIGNATURE_2;
    if (size <= signature.length) {
      require(next == signature[size - 1], "no header of the PROXY protocol");
    } else if (isVersion1()) {
      keepLine(next);
    } else if (size == VERSION_2_FIXED_BYTES) {
      readFixedPart();
    }
  }

  // ---- Version 1

  private void keepLine(byte next) throws ProxyHeaderException {
    if (bytes[size - 2] == '\r') {
      require(next == '\n', "CR without LF");
      readLine(new String(bytes, 0, size - 2, ISO_8859_1));
      complete = true;
    } else {
      require(next != '\n', "LF without CR");
      require(size < MAX_LINE_BYTES, "the line is too long");
    }
  }

  private void readLine(String line) throws ProxyHeaderException {
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return;
    }
    boolean ipv6 = words[1].equals("TCP6");
    require(ipv6 || words[1].equals("TCP4"), "neither TCP4 nor TCP6 nor UNKNOWN");
    require(words.length == 6, "two addresses and two ports are due");
    InetAddress from = requireAddress(words[2], ipv6);
    requireAddress(words[3], ipv6);
    int port = IpAddress.parsePort(words[4]);
    require(port >= 0 && IpAddress.parsePort(words[5]) >= 0, "not a port");
    source = new InetSocketAddress(from, port);
  }

  private static InetAddress requireAddress(String text, boolean ipv6) throws ProxyHeaderException {
    return (ipv6 ? IpAddress.parseIpv6(text) : IpAddress.parseIpv4(text))
        .orElseThrow(() -> new ProxyHeaderException("not an address of this family"));
  }

  // ---- Version 2

  private void readFixedPart() throws ProxyHeaderException {
    int command = bytes[12] & 0xFF;
    require(command == 0x20 || command == 0x21, "neither LOCAL nor PROXY of version 2");
    int length = (bytes[14] & 0xFF) << 8 | bytes[15] & 0xFF;
    int addresses = command == 0x20 ? 0 : addressBytes(bytes[13] & 0xFF);
    require(length >= addresses, "the addresses are not all there");
    kept += addresses;
    skipped = length - addresses;
    bytes = Arrays.copyOf(bytes, Math.max(kept, MAX_LINE_BYTES));
  }

  private static int addressBytes(int familyAndProtocol) throws ProxyHeaderException {
    return switch (familyAndProtocol) {
      case 0x00 -> 0;
      case 0x11 -> IPV4_BYTES;
      case 0x21 -> IPV6_BYTES;
      case 0x31 -> UNIX_BYTES;
      default -> throw new ProxyHeaderException("a family or protocol that is no stream's");
    };
  }

  /** Whether all of version 2 is there; then it is understood. */
  private boolean isRead() throws ProxyHeaderException {
    if (size < VERSION_2_FIXED_BYTES || skipped > 0) {
      return false;
    }
    ByteBuffer addresses =
        ByteBuffer.wrap(bytes, VERSION_2_FIXED_BYTES, kept - VERSION_2_FIXED_BYTES);
    switch (addresses.remaining()) {
      case IPV4_BYTES -> source = internet(addresses, 4);
      case IPV6_BYTES -> source = internet(addresses, 16);
      case UNIX_BYTES -> source = unix(addresses);
      default -> {
        // The proxy speaks for itself, or does not know.
      }
    }
    return true;
  }

  private static SocketAddress internet(ByteBuffer addresses, int length) {
    byte[] from = new byte[length];
    addresses.get(from);
    int sourcePort = addresses.position() + length;
    return new InetSocketAddress(IpAddress.of(from), addresses.getShort(sourcePort) & 0xFFFF);
  }

  /** A path ends at the first NUL; one in the abstract namespace of Linux begins with it. */
  private static SocketAddress unix(ByteBuffer addresses) throws ProxyHeaderException {
    int start = addresses.position();
    int length = 0;
    while (length < UNIX_PATH_BYTES && addresses.get(start + length) != 0) {
      length++;
    }
    try {
      return UnixDomainSocketAddress.of(new String(addresses.array(), start, length, ISO_8859_1));
    } catch (InvalidPathException e) {
      throw new ProxyHeaderException("not a path");
    }
  }

  private static void require(boolean condition, String otherwise) throws ProxyHeaderException {
    if (!condition) {
      throw new ProxyHeaderException(otherwise);
    }
  }
}
