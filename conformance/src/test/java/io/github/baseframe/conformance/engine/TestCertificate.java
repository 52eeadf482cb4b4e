package io.github.baseframe.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.interop.ChildProcess;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody has signed, made when the tests run, and a server's context with it.
 */
public final class TestCertificate {

  private static final String PASSWORD = "of no account";

  private final Path pem;
  private final SSLContext serverContext;

  /**
   * Makes a certificate.
   *
   * @param directory where its files go
   * @param names whom it is for, such as {@code dns:localhost,ip:127.0.0.1}
   * @throws Exception if that fails
   */
  public TestCertificate(Path directory, String names) throws Exception {
    Path keys = directory.resolve("keys.p12");
    pem = directory.resolve("certificate.pem");
    keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + names);
    keytool(keys, "-exportcert", "-rfc", "-file", pem.toString());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    key.init(store, PASSWORD.toCharArray());
    serverContext = SSLContext.getInstance("TLS");
    serverContext.init(key.getKeyManagers(), null, null);
  }

  private static void keytool(Path keys, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "server", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    try (ChildProcess keytool = ChildProcess.start(command)) {
      assertThat(keytool.exitStatus()).as(keytool.errors()).isZero();
    }
  }

  /**
   * Returns the certificate alone.
   *
   * @return a PEM file
   */
  public Path pem() {
    return pem;
  }

  /**
   * Returns what a server needs.
   *
   * @return a context with the key
   */
  public SSLContext serverContext() {
    return serverContext;
  }
}
