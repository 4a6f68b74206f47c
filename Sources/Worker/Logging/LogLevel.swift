/// How much a log line matters, least first.
package enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
  /// For whoever looks into the program itself: one line a batch, a frame, a query.
  case debug
  /// What a quiet operator wants to have read afterwards: started, connected, drained.
  case info
  /// Something is not as it should be and the worker goes on by itself.
  case warning
  /// A person has to do something.
  case error

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warning: 2
    case .error: 3
    }
  }
}
