package io.github.baseframe.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A private key, the certificates that belong to it, and the names of hosts that it stands for.
 *
 * @param key belongs to the first certificate
 * @param chain the server's own certificate first
 * @param names of hosts in lower case; may begin with {@code "*."}
 */
record Identity(PrivateKey key, X509Certificate[] chain, Set<String> names) {

  /** The tag of a host's name among those of a certificate (RFC 5280 section 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  /** Puts both together, if they belong together. */
  static Identity of(PrivateKey key, X509Certificate[] chain) throws IOException {
    try {
      if (!belongTogether(key, chain[0])) {
        throw new IOException("the private key is not that of the certificate");
      }
      return new Identity(key, chain, names(chain[0]));
    } catch (GeneralSecurityException e) {
      throw new IOException("not a key that can be used: " + e.getMessage(), e);
    }
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String keyAlgorithm = algorithm(key);
    if (!keyAlgorithm.equals(algorithm(certificate.getPublicKey()))) {
      return false;
    }
    String algorithm =
        switch (keyAlgorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> keyAlgorithm;
        };
    if (algorithm.equals("RSASSA-PSS")) {
      // Signing needs parameters, and a wrong key shows in the first handshake.
      return true;
    }
    byte[] anything = certificate.getSignature();
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(anything);
    return signature.verify(signed);
  }

  /** Of what is called by its curve in one place, Ed25519, and EdDSA in another. */
  private static String algorithm(Key key) {
    return key.getAlgorithm().startsWith("Ed") ? "EdDSA" : key.getAlgorithm();
  }

  String algorithm() {
    return algorithm(key);
  }

  private static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : names.stream()
            .filter(name -> name.get(0).equals(DNS_NAME))
            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean hasName(String host) {
    return names.contains(host);
  }

  /** A wildcard stands for one label, the first (RFC 9525 section 6.3). */
  boolean hasWildcardFor(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && names.contains("*" + host.substring(dot));
  }
}
