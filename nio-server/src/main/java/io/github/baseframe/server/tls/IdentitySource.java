package io.github.baseframe.server.tls;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Where keys and certificates come from. For any thread. */
public interface IdentitySource {

  /**
   * Returns what is read.
   *
   * @return files
   */
  List<Path> files();

  /**
   * Adds what is there now.
   *
   * @param identities gets one or several more
   * @throws IOException if a file cannot be read, or does not hold what it should; the message is
   *     one line and begins with its name
   */
  void addTo(Identities identities) throws IOException;

  /**
   * Two PEM files.
   *
   * @param chain certificates, the server's own first
   * @param key a private key; may be the same file
   * @param password of the key, if it is encrypted
   * @return the source
   */
  static IdentitySource pem(Path chain, Path key, char[] password) {
    char[] secret = password.clone();
    return new IdentitySource() {
      @Override
      public List<Path> files() {
        return List.of(chain, key);
      }

      @Override
      public void addTo(Identities identities) throws IOException {
        X509Certificate[] certificates = FileError.naming(chain, () -> Pem.certificates(chain));
        identities.add(
            FileError.naming(key, () -> Identity.of(PrivateKeys.read(key, secret), certificates)));
      }
    };
  }

  /**
   * All keys of a keystore.
   *
   * @param file PKCS #12 or JKS
   * @param password of the keystore and of the keys
   * @return the source
   */
  static IdentitySource keystore(Path file, char[] password) {
    char[] secret = password.clone();
    return new IdentitySource() {
      @Override
      public List<Path> files() {
        return List.of(file);
      }

      @Override
      public void addTo(Identities identities) throws IOException {
        for (Identity identity : FileError.naming(file, () -> fromKeystore(file, secret))) {
          identities.add(identity);
        }
      }
    };
  }

  private static List<Identity> fromKeystore(Path file, char[] password) throws IOException {
    List<Identity> identities = new ArrayList<>();
    try {
      KeyStore keystore = KeyStore.getInstance(file.toFile(), password);
      for (String alias : Collections.list(keystore.aliases())) {
        if (keystore.getKey(alias, password) instanceof PrivateKey key) {
          X509Certificate[] chain =
              Arrays.stream(keystore.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toArray(X509Certificate[]::new);
          identities.add(Identity.of(key, chain));
        }
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("not a keystore that can be used: " + e.getMessage(), e);
    }
    if (identities.isEmpty()) {
      throw new IOException("not a keystore that can be used: there is no private key in it");
    }
    return identities;
  }
}
