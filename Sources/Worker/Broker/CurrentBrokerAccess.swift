import Synchronization

/// How the broker is reached now: another password or certificate may have taken the place of those that the worker began
/// with.
final class CurrentBrokerAccess: Sendable {
  private let access: Mutex<BrokerAccess>

  init(_ access: BrokerAccess) { self.access = Mutex(access) }

  var value: BrokerAccess { access.withLock { $0 } }

  func replace(with other: BrokerAccess) { access.withLock { $0 = other } }
}
