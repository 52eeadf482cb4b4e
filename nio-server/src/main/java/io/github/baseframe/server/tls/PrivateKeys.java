package io.github.baseframe.server.tls;

import io.github.baseframe.server.tls.Pem.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys of PEM files: PKCS #8 (RFC 5958), encrypted or not, and the older forms of RSA (PKCS
 * #1, RFC 8017 appendix A.1.2) and of elliptic curves (SEC 1, RFC 5915).
 */
final class PrivateKeys {

  private static final byte[] VERSION_0 = Der.hex("020100");

  /** The algorithm rsaEncryption, 1.2.840.113549.1.1.1, and no parameters. */
  private static final byte[] RSA = Der.hex("300d06092a864886f70d0101010500");

  /** The algorithm id-ecPublicKey, 1.2.840.10045.2.1. */
  private static final byte[] EC = Der.hex("06072a8648ce3d0201");

  /** The tag of the curve in SEC 1, {@code [0] EXPLICIT}. */
  private static final int CURVE = 0xa0;

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private PrivateKeys() {}

  /**
   * Reads the first private key of a file.
   *
   * @param file PEM
   * @param password of an encrypted key; not looked at for another
   * @throws IOException if there is none, or it cannot be used
   */
  static PrivateKey read(Path file, char[] password) throws IOException {
    try {
      for (Block block : Pem.read(file)) {
        switch (block.label()) {
          case "PRIVATE KEY" -> {
            return fromPkcs8(block.der());
          }
          case "RSA PRIVATE KEY" -> {
            return fromPkcs8(pkcs8(RSA, block.der()));
          }
          case "EC PRIVATE KEY" -> {
            return fromPkcs8(fromSec1(block.der()));
          }
          case "ENCRYPTED PRIVATE KEY" -> {
            return fromPkcs8(decrypt(block.der(), password));
          }
          default -> {
            // Certificates and parameters may be in the same file.
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("not a private key that can be used: " + e.getMessage(), e);
    }
    throw new IOException("there is no private key in it");
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Der.element(Der.SEQUENCE, VERSION_0, algorithm, Der.element(Der.OCTET_STRING, key));
  }

  /** SEC 1 has the curve inside of the key, PKCS #8 beside it. */
  private static byte[] fromSec1(byte[] key) throws IOException {
    ByteBuffer inside = Der.read(Der.SEQUENCE, ByteBuffer.wrap(key));
    Der.read(Der.INTEGER, inside);
    Der.read(Der.OCTET_STRING, inside);
    ByteBuffer curve = Der.read(CURVE, inside);
    byte[] name = new byte[curve.remaining()];
    curve.get(name);
    return pkcs8(Der.element(Der.SEQUENCE, EC, name), key);
  }

  private static byte[] decrypt(byte[] der, char[] password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
    AlgorithmParameters parameters = encrypted.getAlgParameters();
    String name = encrypted.getAlgName();
    // Which function and cipher PBES2 stands for is said by the text of its parameters alone.
    String algorithm = name.equals("PBES2") ? parameters.toString() : name;
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
        parameters);
    return encrypted.getKeySpec(cipher).getEncoded();
  }

  private static PrivateKey fromPkcs8(byte[] der) throws GeneralSecurityException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(der);
    GeneralSecurityException failure = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // Mostly because it is a key of another algorithm.
        failure = e;
      }
    }
    throw failure;
  }
}
