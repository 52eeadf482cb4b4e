package io.github.baseframe.testkit;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Makes TLS contexts whose engines fail on order ({@link Fault#TLS}): when they are made, when they
 * begin, and at any record.
 */
public final class FaultySslContext {

  private FaultySslContext() {}

  /**
   * Puts faults on a context.
   *
   * @param context initialized; has the keys and the trust
   * @param faults strike its engines, not its sockets
   * @return a context that is initialized as well
   */
  public static SSLContext over(SSLContext context, Faults faults) {
    return new SSLContext(
        new Engines(context, faults), context.getProvider(), context.getProtocol()) {};
  }

  private static final class Engines extends SSLContextSpi {
    private final SSLContext context;
    private final Faults faults;

    Engines(SSLContext context, Faults faults) {
      this.context = context;
      this.faults = faults;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      faults.checkUndeclared(Fault.TLS);
      return new FaultySslEngine(context.createSSLEngine(), faults);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      faults.checkUndeclared(Fault.TLS);
      return new FaultySslEngine(context.createSSLEngine(host, port), faults);
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("initialized already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return context.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context.getSupportedSSLParameters();
    }
  }
}
