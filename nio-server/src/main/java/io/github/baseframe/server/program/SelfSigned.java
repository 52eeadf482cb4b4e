package io.github.baseframe.server.program;

import static io.github.baseframe.server.tls.Der.OCTET_STRING;
import static io.github.baseframe.server.tls.Der.SEQUENCE;
import static io.github.baseframe.server.tls.Der.element;
import static io.github.baseframe.server.tls.Der.hex;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.baseframe.server.Tls;
import io.github.baseframe.server.tls.Der;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for this machine that nobody has signed but itself (X.509 version 3, RFC 5280), to
 * try TLS with: for localhost, 127.0.0.1 and ::1, with a new key that is never written to a file.
 */
final class SelfSigned {

  private static final Duration VALID = Duration.ofDays(397);

  /** Clocks differ. */
  private static final Duration VALID_BEFORE = Duration.ofHours(1);

  private static final char[] NO_PASSWORD = {};

  private static final int SET = 0x31;
  private static final int UTF8_STRING = 0x0c;
  private static final int BIT_STRING = 0x03;
  private static final int UTC_TIME = 0x17;

  private static final byte[] VERSION_3 = hex("a003020102");

  /** The algorithm ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
  private static final byte[] ALGORITHM = hex("300a06082a8648ce3d040302");

  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");

  /** The names of the host: dNSName is {@code [2]}, iPAddress {@code [7]}. */
  private static final byte[] HOSTS =
      element(
          SEQUENCE,
          element(0x82, "localhost".getBytes(US_ASCII)),
          hex("87047f000001"),
          hex("871000000000000000000000000000000001"));

  /** Extended key usage, 2.5.29.37: id-kp-serverAuth. */
  private static final byte[] FOR_SERVERS =
      element(SEQUENCE, hex("0603551d25"), hex("040c300a06082b06010505070301"));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KeyPair keys;
  private final X509Certificate certificate;

  private SelfSigned(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Makes a key and a certificate.
   *
   * @throws IOException if the JDK has no elliptic curves
   */
  static SelfSigned make() throws IOException {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      byte[] unsigned = unsigned(keys, new BigInteger(127, random), Instant.now());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(unsigned);
      byte[] all =
          element(SEQUENCE, unsigned, ALGORITHM, element(BIT_STRING, hex("00"), signature.sign()));
      return new SelfSigned(keys, parse(all));
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
  }

  private static byte[] unsigned(KeyPair keys, BigInteger serialNumber, Instant now) {
    byte[] name =
        element(
            SEQUENCE,
            element(
                SET,
                element(
                    SEQUENCE, COMMON_NAME, element(UTF8_STRING, "localhost".getBytes(US_ASCII)))));
    byte[] extensions =
        element(
            SEQUENCE,
            element(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, element(OCTET_STRING, HOSTS)),
            FOR_SERVERS);
    return element(
        SEQUENCE,
        VERSION_3,
        element(Der.INTEGER, serialNumber.toByteArray()),
        ALGORITHM,
        name,
        element(SEQUENCE, time(now.minus(VALID_BEFORE)), time(now.plus(VALID))),
        name,
        keys.getPublic().getEncoded(),
        element(0xa3, extensions));
  }

  private static byte[] time(Instant instant) {
    return element(UTC_TIME, TIME.format(instant).getBytes(US_ASCII));
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** Returns the SHA-256 of the certificate, as browsers and openssl show it. */
  String fingerprint() throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  Tls tls() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      X509Certificate[] chain = {certificate};
      store.setKeyEntry("localhost", keys.getPrivate(), NO_PASSWORD, chain);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return Tls.context(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }
}
