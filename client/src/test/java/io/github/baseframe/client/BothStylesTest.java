package io.github.baseframe.client;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of what is the same wherever handlers are called. */
@ParameterizedClass
@EnumSource
abstract class BothStylesTest extends ScriptedTest {

  @Parameter HandlerStyle style;

  @Override
  ClientBuilder builder() {
    ClientBuilder builder = super.builder();
    style.applyTo(builder);
    return builder;
  }
}
