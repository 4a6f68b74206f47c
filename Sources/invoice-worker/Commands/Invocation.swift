import Glibc
import Worker

/// One call of a command: what it was given, and how it answers.
struct Invocation: Sendable {
  let arguments: ParsedArguments
  let console: Console
  /// Read before the command; nil where none was named.
  var environmentFile: EnvironmentFile?

  var isJSON: Bool { arguments.has(.json) }

  /// The configuration of the environment, read when a command needs it, so that `--help` works with any.
  ///
  /// Variables that mean nothing are warned of beside the answer, unless the caller has a log for that.
  func configuration(hasLog: Bool = false) throws(CommandFailure) -> Configuration {
    if !hasLog {
      for warning in unknownVariables { console.error("warning: \(warning)") }
    }
    do throws(ConfigurationError) {
      return try Configuration(
        reading: { name in getenv(name).map { String(cString: $0) } }, facts: .current())
    } catch {
      throw CommandFailure(error)
    }
  }

  /// A sentence for each variable that means nothing.
  var unknownVariables: [String] {
    UnknownVariables.warnings(
      of: UnknownVariables.names(and: environmentFile?.values.map(\.name) ?? []))
  }

  func number(
    _ option: Option, in bounds: ClosedRange<Int>
  ) throws(CommandFailure) -> Int? {
    do throws(UsageError) {
      return try arguments.number(option, in: bounds)
    } catch {
      throw CommandFailure(error)
    }
  }
}
