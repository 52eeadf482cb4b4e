package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.attack.Kind;
import io.github.baseframe.benchmarks.clients.Client;
import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.peers.Peer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The program {@code baseframe-benchmarks.jar}. */
@Command(
    name = "baseframe-benchmarks",
    description = "Measures Baseframe, and other servers and clients beside it",
    mixinStandardHelpOptions = true,
    versionProvider = BenchmarksMain.Version.class,
    subcommands = {
      JmhCommand.class,
      CompareCommand.class,
      CompareClientsCommand.class,
      GrowthCommand.class,
      AttackCommand.class,
      ServeCommand.class,
      DriveCommand.class
    })
public final class BenchmarksMain {

  private BenchmarksMain() {}

  /**
   * Runs a command.
   *
   * @param arguments the command line; {@code --help} explains it
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** What parses the command line. */
  static CommandLine commandLine() {
    return new CommandLine(new BenchmarksMain())
        .registerConverter(Peer.class, named(Peer::named))
        .registerConverter(Client.class, named(Client::named))
        .registerConverter(Scenario.class, named(Scenario::named))
        .registerConverter(Kind.class, named(Kind::named))
        .registerConverter(Build.class, named(Build::parse));
  }

  /** Makes a usage error of what is thrown for a name that does not exist. */
  static <T> ITypeConverter<T> named(ITypeConverter<T> find) {
    return name -> {
      try {
        return find.convert(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** The JDK matters more than the version of this program. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"on Java " + Runtime.version()};
    }
  }
}
