package io.github.baseframe.server.tls;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says which file is wrong. */
final class FileError {

  private FileError() {}

  /** What is done with a file. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Does something with a file; if that fails, the message is one line and begins with its name.
   */
  static <T> T naming(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (FileSystemException e) {
      throw new IOException(file + ": cannot be read: " + e, e);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
