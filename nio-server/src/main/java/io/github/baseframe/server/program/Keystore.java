package io.github.baseframe.server.program;

import io.github.baseframe.server.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with the server's key and its certificates, as keytool and openssl make it. */
final class Keystore {

  private Keystore() {}

  /**
   * Makes what TLS needs.
   *
   * @param keystore a PKCS #12 or JKS file
   * @param passwordFile its first line is the password of the keystore and of the key
   * @return TLS with the keys in it
   * @throws IOException if the file of the password cannot be read; the message is one line and
   *     begins with its name
   */
  static Tls tls(String keystore, String passwordFile) throws IOException {
    return Tls.keystore(Path.of(keystore), firstLine(passwordFile).toCharArray());
  }

  private static String firstLine(String file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
