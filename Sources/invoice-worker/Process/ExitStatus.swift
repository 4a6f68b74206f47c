/// The exit status of a command: <doc:Operations#Start-stop-scale>; numbers from sysexits.h where it has one.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
  case success = 0
  /// Some of the work was refused, or what was asked for does not exist.
  case fault = 1
  /// `request --wait`: the outcome PartiallySucceeded.
  case partiallySucceeded = 2
  /// `request --wait`: the outcome Failed.
  case failed = 3
  /// `request --wait`: the outcome Rejected.
  case rejected = 4
  /// EX_USAGE
  case usage = 64
  /// EX_UNAVAILABLE
  case unavailable = 69
  /// EX_SOFTWARE
  case internalError = 70
  /// EX_CONFIG
  case configuration = 78
  /// Ended by a signal, as shells report it: 128 + SIGINT.
  case interrupted = 130

  /// A sentence for the manual.
  package var meaning: String {
    switch self {
    case .success: "Done; of a worker: drained after a signal."
    case .fault: "Some of the work was refused, or what was asked for does not exist."
    case .partiallySucceeded: "request --wait: the outcome PartiallySucceeded."
    case .failed: "request --wait: the outcome Failed."
    case .rejected: "request --wait: the outcome Rejected, also where nothing was sent for it."
    case .usage: "The command line cannot be understood."
    case .unavailable: "A server cannot be reached, or no answer came in time."
    case .internalError: "A fault of the program."
    case .configuration: "The configuration, the database's schema or a right is wrong."
    case .interrupted: "Ended by SIGINT."
    }
  }
}
