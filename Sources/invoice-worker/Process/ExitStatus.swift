/// The exit status of a command: <doc:Operations#Start-stop-scale>; numbers from sysexits.h where it has one.
package enum ExitStatus: Int32, Hashable, Sendable {
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
}
