package io.github.baseframe.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The file that a Unix domain socket is found by, which the system leaves behind. */
final class UnixSocketFile {

  private final Path path;

  /** Tells it apart from a file that another process has put into its place. */
  private final Object key;

  private UnixSocketFile(Path path, Object key) {
    this.path = path;
    this.key = key;
  }

  /**
   * Removes the file of a server that ended without doing so.
   *
   * @param address to be listened to
   * @throws IOException if somebody listens there, or the file is no socket
   */
  static void removeStale(UnixDomainSocketAddress address) throws IOException {
    Path path = address.getPath();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!attributes(path).isOther()) {
      throw new IOException("there is a file that is no socket");
    }
    try {
      SocketChannel.open(address).close();
    } catch (ConnectException e) {
      Files.deleteIfExists(path);
      return;
    }
    throw new IOException("another process listens there");
  }

  /** Tells of the file of a socket that was bound just now. */
  static UnixSocketFile created(UnixDomainSocketAddress address) throws IOException {
    return new UnixSocketFile(address.getPath(), attributes(address.getPath()).fileKey());
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  void permit(Set<PosixFilePermission> permissions) throws IOException {
    Files.setPosixFilePermissions(path, permissions);
  }

  /** Removes it, unless it is another one meanwhile. */
  void remove() throws IOException {
    try {
      if (key.equals(attributes(path).fileKey())) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody else has removed it.
    }
  }
}
