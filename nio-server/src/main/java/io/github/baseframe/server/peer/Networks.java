package io.github.baseframe.server.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A set of networks. Immutable, for any thread. */
public final class Networks {

  /** No network at all. */
  public static final Networks NONE = of(List.of());

  /** In the place of a network: whoever comes by a Unix domain socket. */
  private static final String UNIX = "unix";

  private final List<Network> networks;
  private final boolean unix;

  private Networks(List<Network> networks, boolean unix) {
    this.networks = List.copyOf(networks);
    this.unix = unix;
  }

  /**
   * Reads networks.
   *
   * @param texts each an address, or one with the length of a prefix behind it, such as {@code
   *     "192.0.2.0/24"} or {@code "2001:db8::/32"}; or {@code "unix"}
   * @return the set
   * @throws IllegalArgumentException if a text is none of these, or has bits behind its prefix
   */
  public static Networks of(List<String> texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      if (!text.equals(UNIX)) {
        networks.add(Network.parse(text));
      }
    }
    return new Networks(networks, texts.contains(UNIX));
  }

  /**
   * Says whether there are none.
   *
   * @return true if nobody is in them
   */
  public boolean isEmpty() {
    return networks.isEmpty() && !unix;
  }

  /**
   * Says whether an address is in one of them.
   *
   * @param address of a socket
   * @return false also for an address that is of no network
   */
  public boolean contains(SocketAddress address) {
    if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
      byte[] bytes = internet.getAddress().getAddress();
      for (int i = 0; i < networks.size(); i++) {
        if (networks.get(i).contains(bytes)) {
          return true;
        }
      }
      return false;
    }
    return unix && address instanceof UnixDomainSocketAddress;
  }

  /** The addresses that begin with the same bits. */
  private record Network(byte[] prefix, int bits) {

    static Network parse(String text) {
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      byte[] prefix =
          IpAddress.parse(address)
              .map(InetAddress::getAddress)
              .orElseThrow(() -> new IllegalArgumentException("not a network: " + text));
      int most = prefix.length * Byte.SIZE;
      int bits = slash < 0 ? most : IpAddress.parseNumber(text.substring(slash + 1), most);
      if (bits < 0) {
        throw new IllegalArgumentException("a prefix has up to " + most + " bits: " + text);
      }
      for (int i = bits; i < most; i++) {
        if ((prefix[i / 8] & 0x80 >> i % 8) != 0) {
          throw new IllegalArgumentException("bits behind the prefix are set: " + text);
        }
      }
      return new Network(prefix, bits);
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      for (int i = 0; i < whole; i++) {
        if (address[i] != prefix[i]) {
          return false;
        }
      }
      int rest = bits % Byte.SIZE;
      return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >> Byte.SIZE - rest == 0;
    }
  }
}
