package io.github.baseframe.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files that say who the server is and whom it trusts. For any thread.
 *
 * @param sources the first one has the default
 * @param trusted PEM files with the certificates of the authorities of clients; may be empty
 */
public record Credentials(List<IdentitySource> sources, List<Path> trusted) {

  /**
   * Reads all of the files.
   *
   * @return a context of its own: sessions from before cannot be resumed with it
   * @throws IOException if a file cannot be read, or does not hold what it should; the message is
   *     one line and begins with its name
   */
  public SSLContext load() throws IOException {
    Identities identities = new Identities();
    for (IdentitySource source : sources) {
      source.addTo(identities);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {identities}, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Path file : trusted) {
      for (X509Certificate authority : FileError.naming(file, () -> Pem.certificates(file))) {
        store.setCertificateEntry(Integer.toString(store.size()), authority);
      }
    }
    if (store.size() == 0) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /**
   * Looks at the files, without reading them.
   *
   * @return differs from what it was before if one of them was changed, or has gone or come
   */
  public List<Object> state() {
    List<Object> state = new ArrayList<>();
    Stream.concat(sources.stream().flatMap(source -> source.files().stream()), trusted.stream())
        .forEach(file -> state.add(stateOf(file)));
    return state;
  }

  private static Object stateOf(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return "not there";
    }
  }
}
