package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketSessionTest {

  @Test
  void closingWithoutACodeMeans1000WithoutAReason() {
    List<Object> closed = new ArrayList<>();

    session(closed).close();

    assertThat(closed).containsExactly(1000, "");
  }

  /** A session that knows nothing but what the interface itself does, and close(code, reason). */
  private WebSocketSession session(List<Object> closed) {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              closed.addAll(Arrays.asList(arguments));
              return null;
            });
  }
}
