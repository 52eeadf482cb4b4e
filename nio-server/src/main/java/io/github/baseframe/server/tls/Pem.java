package io.github.baseframe.server.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of keys and certificates as text (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  /**
   * One block of such a file.
   *
   * @param label such as {@code "CERTIFICATE"}
   * @param content what is between the lines of dashes
   */
  record Block(String label, String content) {

    byte[] der() throws IOException {
      if (content.contains("ENCRYPTED")) {
        throw new IOException(
            "encrypted in the old form of OpenSSL: convert it with 'openssl pkcs8 -topk8'");
      }
      try {
        return Base64.getMimeDecoder().decode(content);
      } catch (IllegalArgumentException e) {
        throw new IOException("not base64", e);
      }
    }
  }

  /** Reads all blocks of a file; text around them does not count. */
  static List<Block> read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(file, ISO_8859_1));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** Reads all certificates of a file, at least one. */
  static X509Certificate[] certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : read(file)) {
        if (block.label().equals("CERTIFICATE")) {
          ByteArrayInputStream der = new ByteArrayInputStream(block.der());
          certificates.add((X509Certificate) factory.generateCertificate(der));
        }
      }
    } catch (CertificateException e) {
      throw new IOException("not a certificate: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException("there is no certificate in it");
    }
    return certificates.toArray(X509Certificate[]::new);
  }
}
