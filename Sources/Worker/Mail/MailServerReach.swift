/// Whether the mail server is there, by what it said last over each connection: a value without a clock.
///
/// A server that turns one connection away (421, too many) and speaks over another is there: that one is left alone for a while. It is
/// away when it speaks over none.
package struct MailServerReach: Sendable {
  /// What there is to report.
  package enum Report: Hashable, Sendable {
    case away(reason: String)
    case back
  }

  /// The connections over which it answered last.
  private var reached: Set<Int> = []
  package private(set) var isAway = false

  package init() {}

  /// - Returns: what is to be reported: that the server is away, once.
  package mutating func noteAway(_ reason: String, by connection: Int) -> Report? {
    reached.remove(connection)
    guard reached.isEmpty, !isAway else { return nil }
    isAway = true
    return .away(reason: reason)
  }

  /// - Returns: what is to be reported: that the server is back, once.
  package mutating func noteReached(by connection: Int) -> Report? {
    reached.insert(connection)
    defer { isAway = false }
    return isAway ? .back : nil
  }

  /// Of a connection that has nothing to send it is not known whether it would be answered.
  package mutating func noteIdle(_ connection: Int) { reached.remove(connection) }

  /// How many e-mails a connection may take at once, of `limit`: a server that is away is tried by the first with one.
  package func limit(of connection: Int, _ limit: Int) -> Int {
    guard isAway else { return limit }
    return connection == 0 ? min(1, limit) : 0
  }
}
