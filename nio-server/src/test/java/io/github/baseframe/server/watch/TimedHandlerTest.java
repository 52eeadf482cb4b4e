package io.github.baseframe.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.ServerObserver.SlowHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedHandlerTest {

  private final List<String> called = new ArrayList<>();
  private final List<SlowHandler> slow = new ArrayList<>();

  private final WebSocketHandler handler =
      (WebSocketHandler)
          Proxy.newProxyInstance(
              WebSocketHandler.class.getClassLoader(),
              new Class<?>[] {WebSocketHandler.class},
              (proxy, method, arguments) -> {
                called.add(method.getName());
                return null;
              });

  private final WebSocketSession session =
      (WebSocketSession)
          Proxy.newProxyInstance(
              WebSocketSession.class.getClassLoader(),
              new Class<?>[] {WebSocketSession.class},
              (proxy, method, arguments) -> new InetSocketAddress("192.0.2.7", 1));

  @Test
  void everyCallIsPassedOnAndTimed() throws Exception {
    TimedHandler timed = new TimedHandler("/", handler, Duration.ofNanos(1), slow::add);
    List<String> all = new ArrayList<>();
    for (Method method : WebSocketHandler.class.getMethods()) {
      Object[] arguments = new Object[method.getParameterCount()];
      arguments[0] = session;
      for (int i = 1; i < arguments.length; i++) {
        arguments[i] = method.getParameterTypes()[i] == boolean.class ? true : null;
      }
      method.invoke(timed, arguments);
      all.add(method.getName());
    }

    assertThat(called).isEqualTo(all);
    assertThat(slow).extracting(SlowHandler::call).isEqualTo(all);
  }

  @Test
  void whatIsFastEnoughIsNotTold() {
    new TimedHandler("/", handler, Duration.ofDays(1), slow::add).onWritable(session);

    assertThat(called).containsExactly("onWritable");
    assertThat(slow).isEmpty();
  }
}
