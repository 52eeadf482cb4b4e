package io.github.baseframe.server.program;

import java.lang.reflect.Proxy;

/**
 * Does something at SIGHUP, which otherwise ends the process. What the JDK has for that is in a
 * module that need not be there, and by reflection nothing here depends on it.
 */
final class Hangup {

  private Hangup() {}

  /** Without signals nothing happens. */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      Object hangup = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy);
    } catch (ReflectiveOperationException e) {
      // The system or the JDK has none.
    }
  }
}
