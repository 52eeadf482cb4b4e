package io.github.baseframe.server.peer;

import io.github.baseframe.protocol.handshake.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP addresses as text, strictly; nothing here asks a name server. */
final class IpAddress {

  private static final int IPV4_BYTES = 4;
  private static final int MAX_PORT = 65_535;

  private IpAddress() {}

  /**
   * Reads an address: four decimal numbers without leading zeros, or the forms of RFC 4291 section
   * 2.2 without a zone. An IPv6 address that stands for an IPv4 one becomes that.
   *
   * @param text any text
   * @return the address, or nothing if the text is none
   */
  static Optional<InetAddress> parse(String text) {
    return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
  }

  /** Reads an address of version 4. */
  static Optional<InetAddress> parseIpv4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != IPV4_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[IPV4_BYTES];
    for (int i = 0; i < IPV4_BYTES; i++) {
      int octet = parseNumber(octets[i], 255);
      if (octet < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
    }
    return Optional.of(of(bytes));
  }

  /** Reads an address of version 6. */
  static Optional<InetAddress> parseIpv6(String text) {
    if (text.indexOf(':') < 0 || Authority.parse("[" + text + "]") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a port.
   *
   * @param text any text
   * @return 0 to 65535, or -1 if the text is none
   */
  static int parsePort(String text) {
    return parseNumber(text, MAX_PORT);
  }

  /** A decimal number without leading zeros, or -1. */
  static int parseNumber(String text, int most) {
    if (text.isEmpty() || text.length() > 1 && text.charAt(0) == '0') {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      number = number * 10 + digit;
      if (digit < 0 || digit > 9 || number > most) {
        return -1;
      }
    }
    return number;
  }

  /**
   * Makes an address of its bytes.
   *
   * @param bytes 4 or 16
   */
  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not 4 or 16 bytes", e);
    }
  }
}
