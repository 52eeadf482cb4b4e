package io.github.baseframe.conformance;

import io.github.baseframe.conformance.report.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The conformance program, {@code baseframe-conformance.jar}. */
@Command(
    name = "baseframe-conformance",
    synopsisSubcommandLabel = "COMMAND",
    description = "Tests WebSocket endpoints by every rule of RFC 6455.",
    subcommands = {
      FuzzingClientCommand.class,
      FuzzingServerCommand.class,
      TesteeClientCommand.class,
      TesteeServerCommand.class,
      SoakCommand.class,
      SoakServerCommand.class
    })
final class ConformanceMain implements Runnable {

  @Option(names = "--help", usageHelp = true, description = "Shows this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private ConformanceMain() {}

  /** Runs the program and exits: 0 all well, 1 something failed, 2 wrong use. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The program without leaving the virtual machine. */
  static CommandLine commandLine() {
    return new CommandLine(new ConformanceMain())
        .setParameterExceptionHandler(ConformanceMain::explainWrongUse)
        .setExecutionExceptionHandler(ConformanceMain::explainBadInput);
  }

  /** What the user gave is told in a line; anything else is our own mistake. */
  private static int explainBadInput(
      Exception e, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (e instanceof BadInput) {
      command.getErr().println(Words.oneLine(e.getMessage()));
      return ExitCode.USAGE;
    }
    throw e;
  }

  /** Unlike picocli's own, always with the usage. */
  private static int explainWrongUse(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command.usage(command.getErr());
    return ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
