package io.github.baseframe.conformance;

import io.github.baseframe.conformance.soak.SoakServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
    name = SoakServerCommand.NAME,
    hidden = true,
    description = "The server's process of a soak, which obeys by stdin.")
final class SoakServerCommand implements Callable<Integer> {

  static final String NAME = "soak-server";

  @Override
  public Integer call() throws IOException {
    SoakServer.serve();
    return ExitCode.OK;
  }
}
