import Glibc
import Worker

/// Variables that look like the program's and are none: misspelt, or of another version. They change nothing, and
/// the person who set one believes that they do.
enum UnknownVariables {
  /// More than these are not listed.
  private static let most = 20

  private static let prefix = "INVOICE_WORKER_"

  /// Of the scripts and tests, and what Kubernetes sets for a service that is called invoice-worker.
  private static let others = [
    "TEST_", "SERVERS", "CHAOS_", "KILL_", "RECORD_", "FAULT_POINT", "SERVICE_", "PORT",
  ].map { prefix + $0 }

  /// A sentence for each, in the order of their names.
  static func warnings(of names: [String]) -> [String] {
    unknown(names).map { name, meant in
      let advice =
        meant.map { "did you mean \($0)?" } ?? "invoice-worker --help lists those that do"
      return "the variable \(name) is set but unknown, and has no effect; \(advice)"
    }
  }

  /// Those that are none of the program's, in the order of their names, each with the variable that may be meant.
  static func unknown(_ names: [String]) -> [(name: String, meant: String?)] {
    let known = ConfigurationVariable.allCases.map(\.rawValue)
    return names.filter { name in
      name.hasPrefix(prefix) && !known.contains(name) && !others.contains { name.hasPrefix($0) }
    }.sorted().prefix(most).map { ($0, Suggestion.nearest(to: $0, among: known)) }
  }

  /// The names that this process was started with, and those of an environment file; none where /proc is not to be seen.
  static func names(and others: [String] = []) -> [String] {
    let descriptor = open("/proc/self/environ", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return others }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    let own = bytes.split(separator: 0).map { entry in
      String(decoding: entry.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
    return own + others.filter { !own.contains($0) }
  }
}
