package io.github.baseframe.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What a server may show itself as, chosen by the name that the client asks for (RFC 6066 section
 * 3): one that has exactly that name, else one with a wildcard for it, else the first of all and
 * those that have the same names, as a server may have certificates of several algorithms.
 */
final class Identities extends X509ExtendedKeyManager {

  private final List<Identity> all = new ArrayList<>();

  /** While it is made. */
  void add(Identity identity) {
    all.add(identity);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    for (Identity identity : candidates(requestedHost(engine.getHandshakeSession()))) {
      if (identity.algorithm().equals(keyType)) {
        return Integer.toString(all.indexOf(identity));
      }
    }
    return null;
  }

  private static String requestedHost(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return "";
  }

  private List<Identity> candidates(String host) {
    List<Identity> exactly = those(identity -> identity.hasName(host));
    if (!exactly.isEmpty()) {
      return exactly;
    }
    List<Identity> byWildcard = those(identity -> identity.hasWildcardFor(host));
    if (!byWildcard.isEmpty()) {
      return byWildcard;
    }
    return those(identity -> identity.names().equals(all.get(0).names()));
  }

  private List<Identity> those(Predicate<Identity> condition) {
    return all.stream().filter(condition).toList();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return all.get(Integer.parseInt(alias)).chain().clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return all.get(Integer.parseInt(alias)).key();
  }

  // ---- Sockets that block, and clients: not here.

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }
}
