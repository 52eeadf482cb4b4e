package io.github.baseframe.conformance;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import javax.net.ssl.SSLException;

/** Says in a few words why input or output failed; the messages of some exceptions do not. */
final class Failures {

  private Failures() {}

  static String describe(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host";
    } else if (e instanceof SSLException) {
      return "TLS: " + e.getMessage();
    } else if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "access denied";
    } else if (e instanceof NotDirectoryException) {
      return "not a directory";
    } else if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
