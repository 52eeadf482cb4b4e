package io.github.baseframe.server.program;

import io.github.baseframe.server.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the command line says of TLS.
 *
 * @param values the flags that were given, with their values
 * @param selfSigned whether a certificate is to be made
 */
record TlsArguments(Map<String, String> values, boolean selfSigned) {

  static final String SELF_SIGNED = "--tls-self-signed";
  static final TlsArguments NONE = new TlsArguments(Map.of(), false);

  private static final String CERTIFICATE = "--tls-cert";
  private static final String KEY = "--tls-key";
  private static final String KEYSTORE = "--keystore";
  private static final String KEYSTORE_PASSWORD = "--keystore-password";

  /** Says whether it is a flag of TLS that has a value. */
  static boolean isFlag(String flag) {
    return switch (flag) {
      case CERTIFICATE, KEY, KEYSTORE, KEYSTORE_PASSWORD -> true;
      default -> false;
    };
  }

  /** Adds one of those. */
  TlsArguments with(String flag, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(flag, value);
    return new TlsArguments(Map.copyOf(more), selfSigned);
  }

  TlsArguments withSelfSigned() {
    return new TlsArguments(values, true);
  }

  /**
   * Returns this if it makes sense.
   *
   * @throws IllegalArgumentException if flags are missing or exclude each other
   */
  TlsArguments checked() {
    requireBoth(CERTIFICATE, KEY);
    requireBoth(KEYSTORE, KEYSTORE_PASSWORD);
    if (values.size() > 2 || selfSigned && !values.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", CERTIFICATE, KEYSTORE, SELF_SIGNED) + ": only one of them");
    }
    return this;
  }

  private void requireBoth(String one, String other) {
    if (values.containsKey(one) != values.containsKey(other)) {
      throw new IllegalArgumentException(one + " and " + other + " need each other");
    }
  }

  boolean isTls() {
    return selfSigned || !values.isEmpty();
  }

  /**
   * Makes the settings; a certificate that is made is told on standard output.
   *
   * @return empty without TLS
   * @throws IOException if the file of the password cannot be read; the message is one line and
   *     begins with its name
   */
  Optional<Tls> tls() throws IOException {
    if (selfSigned) {
      SelfSigned made = SelfSigned.make();
      System.out.println("certificate for localhost, SHA-256 " + made.fingerprint());
      return Optional.of(made.tls());
    }
    if (values.containsKey(KEYSTORE)) {
      return Optional.of(Keystore.tls(values.get(KEYSTORE), values.get(KEYSTORE_PASSWORD)));
    }
    if (values.containsKey(CERTIFICATE)) {
      return Optional.of(Tls.pem(Path.of(values.get(CERTIFICATE)), Path.of(values.get(KEY))));
    }
    return Optional.empty();
  }
}
