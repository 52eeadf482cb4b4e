package io.github.baseframe.server;

import io.github.baseframe.nio.transport.TlsTerms;
import io.github.baseframe.server.tls.Credentials;
import io.github.baseframe.server.tls.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The TLS of a server, for {@code wss} (RFC 6455 sections 3 and 10.6): who it is, whom it trusts,
 * what it agrees to, and how much newcomers may cost. Immutable, for any thread; files are read
 * when the server starts, and again when they change.
 *
 * <pre>{@code
 * builder.tls(Tls.pem(Path.of("fullchain.pem"), Path.of("privkey.pem")))
 * }</pre>
 *
 * <p>Unless told otherwise: TLS 1.3 and 1.2 with the ciphers of Mozilla's intermediate profile,
 * save for those with DHE; by ALPN (RFC 7301) nothing but {@code http/1.1}; no client certificates.
 * Renegotiation is refused. Who speaks HTTP without TLS is answered 400 without TLS.
 */
public final class Tls {

  /** Whether clients show who they are by a certificate. */
  public enum ClientCertificates {
    /** They are not asked. The default. */
    NONE,
    /** They are asked, and may have none; what they show has to be trusted. */
    WANTED,
    /** Without one that is trusted there is no connection. */
    REQUIRED
  }

  private final Optional<SSLContext> context;
  private final Credentials credentials;
  private final ClientCertificates clientCertificates;
  private final Optional<String[]> protocols;
  private final Optional<String[]> cipherSuites;
  private final Duration reloadInterval;
  private final TlsTerms terms;

  private Tls(Builder settings) {
    this.context = Optional.ofNullable(settings.context);
    this.credentials = new Credentials(settings.sources, settings.trusted);
    this.clientCertificates = settings.clientCertificates;
    this.protocols = settings.protocols;
    this.cipherSuites = settings.cipherSuites;
    this.reloadInterval = settings.reloadInterval;
    this.terms =
        new TlsTerms(
            settings.maxHandshakes,
            settings.handshakePatience.toNanos(),
            settings.maxHandshakeStepsATurn,
            settings.handshakeExecutor,
            settings.maxKeyUpdatesASecond);
  }

  /**
   * With a certificate in two PEM files, as authorities hand them out, and all else as it is by
   * default.
   *
   * @param chain certificates, the server's own first
   * @param key its private key: PKCS #8, PKCS #1 or SEC 1, not encrypted
   * @return the settings
   */
  public static Tls pem(Path chain, Path key) {
    return builder().pem(chain, key).build();
  }

  /**
   * With the keys of a keystore, and all else as it is by default.
   *
   * @param file PKCS #12 or JKS
   * @param password of the keystore and its keys; copied
   * @return the settings
   */
  public static Tls keystore(Path file, char[] password) {
    return builder().keystore(file, password).build();
  }

  /**
   * With a context of your own, which is used as it is, and all else as it is by default.
   *
   * @param context initialised with the key and the certificates of the server
   * @return the settings
   */
  public static Tls context(SSLContext context) {
    return builder().context(context).build();
  }

  /**
   * Makes a builder.
   *
   * @return with the defaults, and without any certificate
   */
  public static Builder builder() {
    return new Builder();
  }

  Optional<SSLContext> context() {
    return context;
  }

  Credentials credentials() {
    return credentials;
  }

  ClientCertificates clientCertificates() {
    return clientCertificates;
  }

  /** Empty for the defaults. */
  Optional<String[]> protocols() {
    return protocols;
  }

  /** Empty for the defaults. */
  Optional<String[]> cipherSuites() {
    return cipherSuites;
  }

  Duration reloadInterval() {
    return reloadInterval;
  }

  TlsTerms terms() {
    return terms;
  }

  /**
   * Settings of {@link Tls}. Every method returns the builder, and throws {@link
   * IllegalArgumentException} for a value that cannot be meant. Not thread-safe.
   */
  public static final class Builder {

    private static final Duration MAX_DURATION = Duration.ofDays(365);

    private SSLContext context;
    private List<IdentitySource> sources = List.of();
    private List<Path> trusted = List.of();
    private ClientCertificates clientCertificates = ClientCertificates.NONE;
    private Optional<String[]> protocols = Optional.empty();
    private Optional<String[]> cipherSuites = Optional.empty();
    private Duration reloadInterval = Duration.ofSeconds(1);
    private int maxHandshakes = 1024;
    private Duration handshakePatience = Duration.ofSeconds(2);
    private int maxHandshakeStepsATurn = 1;
    private Executor handshakeExecutor;
    private int maxKeyUpdatesASecond = 200;

    private Builder() {}

    /**
     * Adds a certificate in two PEM files. There may be several: each client gets that which is for
     * the name that it asks for (SNI, RFC 6066 section 3), wildcards included; who asks for none of
     * them, or for no name, gets the first.
     *
     * @param chain certificates, the server's own first
     * @param key its private key: PKCS #8, PKCS #1 or SEC 1, not encrypted
     * @return this builder
     */
    public Builder pem(Path chain, Path key) {
      return pem(chain, key, new char[0]);
    }

    /**
     * The same with a key that is encrypted, as PKCS #8 ({@code ENCRYPTED PRIVATE KEY}).
     *
     * @param chain certificates, the server's own first
     * @param key its private key
     * @param password of the key; copied
     * @return this builder
     */
    public Builder pem(Path chain, Path key, char[] password) {
      return add(IdentitySource.pem(chain, key, password));
    }

    /**
     * Adds all keys of a keystore, like so many of {@link #pem(Path, Path)}.
     *
     * @param file PKCS #12 or JKS
     * @param password of the keystore and its keys; copied
     * @return this builder
     */
    public Builder keystore(Path file, char[] password) {
      return add(IdentitySource.keystore(file, password));
    }

    private Builder add(IdentitySource source) {
      sources = plus(sources, source);
      return this;
    }

    private static <T> List<T> plus(List<T> list, T next) {
      List<T> more = new ArrayList<>(list);
      more.add(next);
      return List.copyOf(more);
    }

    /**
     * Sets a context of your own in the place of all files. It is asked for each connection, so
     * that a key manager of its own may exchange certificates while the server runs.
     *
     * @param context initialised with the key and the certificates of the server
     * @return this builder
     */
    public Builder context(SSLContext context) {
      this.context = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Adds authorities whose client certificates are trusted. Default: none.
     *
     * @param certificates a PEM file
     * @return this builder
     */
    public Builder trust(Path certificates) {
      trusted = plus(trusted, Objects.requireNonNull(certificates, "certificates"));
      return this;
    }

    /**
     * Sets whether clients are asked for a certificate; {@code OpeningHandshake.tlsSession} shows
     * it. Default: {@link ClientCertificates#NONE}.
     *
     * @param wish needs somebody to {@link #trust}, unless there is a {@link #context}
     * @return this builder
     */
    public Builder clientCertificates(ClientCertificates wish) {
      clientCertificates = Objects.requireNonNull(wish, "wish");
      return this;
    }

    /**
     * Sets the versions of TLS that are agreed to. Default: {@code "TLSv1.3", "TLSv1.2"}.
     *
     * @param names as the JDK has them; one that it does not know fails the start of the server
     * @return this builder
     */
    public Builder protocols(String... names) {
      protocols = Optional.of(names.clone());
      return this;
    }

    /**
     * Sets the ciphers that are agreed to; among them the client's order counts. Default: those of
     * Mozilla's intermediate profile without DHE.
     *
     * @param names as the JDK has them; one that it does not know fails the start of the server
     * @return this builder
     */
    public Builder cipherSuites(String... names) {
      cipherSuites = Optional.of(names.clone());
      return this;
    }

    /**
     * Sets how often it is looked whether the files have changed, by a thread of its own. They are
     * read when they have stayed the same from one look to the next; connections that are open keep
     * what they have. If they cannot be used the server goes on with what it had, and logs one
     * line. Default: 1 second.
     *
     * @param interval 0 for never, at most 365 days; {@link WebSocketServer#reloadTls} works in any
     *     case
     * @return this builder
     */
    public Builder reloadInterval(Duration interval) {
      reloadInterval = require("reloadInterval", interval);
      return this;
    }

    /**
     * Sets how many TLS handshakes may be under way at once, in the whole server; who comes then
     * waits, and is not read from. Each loop has an equal share. Default: 1024.
     *
     * @param handshakes at least 1
     * @return this builder
     */
    public Builder maxHandshakes(int handshakes) {
      maxHandshakes = require("maxHandshakes", handshakes);
      return this;
    }

    /**
     * Sets how long a TLS handshake may keep its place while others wait for one; then the
     * connection is closed. Without anybody who waits {@link ServerBuilder#handshakeTimeout} counts
     * alone. Default: 2 seconds.
     *
     * @param patience 0 or more, at most 365 days
     * @return this builder
     */
    public Builder handshakePatience(Duration patience) {
      handshakePatience = require("handshakePatience", patience);
      return this;
    }

    /**
     * Sets how many steps of handshakes an event loop computes before those who are connected have
     * their turn; a handshake is one step, or two in TLS 1.2. A turn costs far less than a step, so
     * that more of them are hardly faster. Default: 1.
     *
     * @param steps at least 1
     * @return this builder
     */
    public Builder maxHandshakeStepsATurn(int steps) {
      maxHandshakeStepsATurn = require("maxHandshakeStepsATurn", steps);
      return this;
    }

    /**
     * Sets who computes handshakes, so that event loops do not. What it rejects a loop computes
     * after all. Default: the event loops.
     *
     * @param executor with threads of its own, such as half as many as there are processors; it is
     *     given no more than {@link #maxHandshakes} at once, and not shut down by the server
     * @return this builder
     */
    public Builder handshakeExecutor(Executor executor) {
      handshakeExecutor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Sets how many key updates (RFC 8446 section 4.6.3), and other records without payload, a peer
     * may send in a second; one that sends more is cut. Default: 200.
     *
     * @param updates at least 1
     * @return this builder
     */
    public Builder maxKeyUpdatesASecond(int updates) {
      maxKeyUpdatesASecond = require("maxKeyUpdatesASecond", updates);
      return this;
    }

    /**
     * Makes the settings; the builder may be used again.
     *
     * @return settings, for any number of servers
     * @throws IllegalArgumentException if there is no certificate, or there are both files and a
     *     context, or clients are asked for certificates of which none is trusted
     */
    public Tls build() {
      boolean files = !sources.isEmpty();
      if (files == (context != null) || context != null && !trusted.isEmpty()) {
        throw new IllegalArgumentException("TLS needs either certificates or a context");
      }
      if (files && trusted.isEmpty() && clientCertificates != ClientCertificates.NONE) {
        throw new IllegalArgumentException("client certificates need somebody to trust");
      }
      return new Tls(this);
    }

    private static int require(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      return value;
    }

    private static Duration require(String name, Duration value) {
      if (value.isNegative() || value.compareTo(MAX_DURATION) > 0) {
        throw new IllegalArgumentException(name + " must be 0 to 365 days, not " + value);
      }
      return value;
    }
  }
}
