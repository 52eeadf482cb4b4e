package io.github.baseframe.server.tls;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What a server agrees to if it is not told otherwise: what Mozilla calls the intermediate profile.
 * Each of them has forward secrecy and authenticated encryption. Those with DHE are left out: they
 * let a newcomer make the server compute most.
 */
public final class CipherSuites {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final List<String> INTERMEDIATE =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private CipherSuites() {}

  /**
   * Returns the versions of TLS.
   *
   * @return a new array
   */
  public static String[] protocols() {
    return PROTOCOLS.clone();
  }

  /**
   * Returns those that a context has.
   *
   * @param context of any provider
   * @return in the order of preference
   */
  public static String[] of(SSLContext context) {
    List<String> supported = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
    return INTERMEDIATE.stream().filter(supported::contains).toArray(String[]::new);
  }
}
