import Synchronization

/// What a process says once however often it comes up, by its words.
package final class SaidOnce: Sendable {
  /// Texts that are remembered; what is said after them is not said at all, for it is no news that much is wrong.
  private static let most = 256

  private let said = Mutex<Set<String>>([])

  package init() {}

  /// Whether it has not been said before; now it has.
  package func isNew(_ text: String) -> Bool {
    said.withLock { said in said.count < Self.most && said.insert(text).inserted }
  }
}
