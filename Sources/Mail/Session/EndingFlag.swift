import Synchronization

/// Set once: whoever waits for a server, or keeps trying, does so no longer.
package final class EndingFlag: Sendable {
  private let flag = Atomic(false)

  package init() {}

  package var isSet: Bool { flag.load(ordering: .relaxed) }
  package func set() { flag.store(true, ordering: .relaxed) }
}
