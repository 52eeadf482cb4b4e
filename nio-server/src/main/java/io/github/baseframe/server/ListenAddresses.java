package io.github.baseframe.server;

import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a server listens: at any number of addresses, by TCP or by Unix domain sockets, and on
 * sockets that others have opened. Immutable, for any thread.
 */
public final class ListenAddresses {

  private final List<SocketAddress> addresses;
  private final List<ServerSocketChannel> channels;
  private final boolean inherited;
  private final boolean reusePort;
  private final Set<PosixFilePermission> unixPermissions;

  private ListenAddresses(Builder builder) {
    this.addresses = List.copyOf(builder.addresses);
    this.channels = List.copyOf(builder.channels);
    this.inherited = builder.inherited;
    this.reusePort = builder.reusePort;
    this.unixPermissions = Set.copyOf(builder.unixPermissions);
  }

  /**
   * Makes a builder without addresses.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  List<SocketAddress> addresses() {
    return addresses;
  }

  List<ServerSocketChannel> channels() {
    return channels;
  }

  boolean inherited() {
    return inherited;
  }

  boolean reusePort() {
    return reusePort;
  }

  Set<PosixFilePermission> unixPermissions() {
    return unixPermissions;
  }

  /** Settings of {@link ListenAddresses}. Not thread-safe. */
  public static final class Builder {

    private final List<SocketAddress> addresses = new ArrayList<>();
    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private boolean inherited;
    private boolean reusePort;
    private Set<PosixFilePermission> unixPermissions = PosixFilePermissions.fromString("rw-rw----");

    private Builder() {}

    /**
     * Adds an address: an {@link java.net.InetSocketAddress}, of IPv4 or IPv6, or a {@link
     * java.net.UnixDomainSocketAddress}. The file of a Unix domain socket is made at the start and
     * removed at the end; one that is there already is replaced if nobody listens to it any more.
     *
     * @param address a further one
     * @return this builder
     */
    public Builder address(SocketAddress address) {
      addresses.add(address);
      return this;
    }

    /**
     * Adds a socket that listens already. The server takes it over, and closes it at its end.
     *
     * @param channel bound
     * @return this builder
     */
    public Builder channel(ServerSocketChannel channel) {
      channels.add(channel);
      return this;
    }

    /**
     * Adds the socket that the process was started with as its standard input ({@link
     * System#inheritedChannel}), as systemd does it with {@code Accept=no} and {@code
     * StandardInput=socket}. Where there is none the server does not start.
     *
     * @return this builder
     */
    public Builder inherited() {
      inherited = true;
      return this;
    }

    /**
     * Sets whether other processes may listen at the same TCP addresses at the same time, so that a
     * new one may start before the old one ends (SO_REUSEPORT); without effect on systems that do
     * not have it. Default: false.
     *
     * @param reuse whether they may
     * @return this builder
     */
    public Builder reusePort(boolean reuse) {
      this.reusePort = reuse;
      return this;
    }

    /**
     * Sets who may connect to Unix domain sockets. Whoever manages to before the permissions are
     * set is not served. Default: {@code "rw-rw----"}, the user and the group of the server.
     *
     * @param permissions as {@link PosixFilePermissions#fromString} reads them
     * @return this builder
     * @throws IllegalArgumentException if they are no permissions
     */
    public Builder unixPermissions(String permissions) {
      this.unixPermissions = PosixFilePermissions.fromString(permissions);
      return this;
    }

    /**
     * Makes the settings.
     *
     * @return the settings
     * @throws IllegalArgumentException if there is no address and no socket
     */
    public ListenAddresses build() {
      if (addresses.isEmpty() && channels.isEmpty() && !inherited) {
        throw new IllegalArgumentException("nowhere to listen");
      }
      return new ListenAddresses(this);
    }
  }
}
