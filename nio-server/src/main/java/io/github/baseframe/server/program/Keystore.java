package io.github.baseframe.server.program;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The file with the server's key and its certificates, as keytool and openssl make it. */
final class Keystore {

  private Keystore() {}

  /**
   * Makes what TLS needs.
   *
   * @param keystore a PKCS #12 or JKS file
   * @param passwordFile its first line is the password of the keystore and of the key
   * @return a context with the key
   * @throws IOException if a file cannot be read, or does not hold what it should; the message is
   *     one line and begins with its name
   */
  static SSLContext context(String keystore, String passwordFile) throws IOException {
    char[] password = firstLine(passwordFile).toCharArray();
    try {
      KeyStore keys = KeyStore.getInstance(new File(keystore), password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(keystore + ": not a keystore that can be used: " + e.getMessage(), e);
    }
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
