import Synchronization

/// A counter for each value of a label that has occurred, for labels of which most never do: error codes. At most so many;
/// what comes then is counted under one label for all others.
///
/// Behind a lock: it is for what is seldom, or is added up first.
package final class OccurringCounters: Sendable {
  private let counts = Mutex<[String: Int64]>([:])
  private let most: Int

  /// The label of what there was no room for.
  package static let others = "other"

  package init(most: Int) { self.most = most }

  package func add(_ count: Int = 1, to label: String) {
    guard count != 0 else { return }
    counts.withLock { counts in
      let label = counts[label] != nil || counts.count < most ? label : Self.others
      counts[label, default: 0] += Int64(count)
    }
  }

  package subscript(label: String) -> Int64 { counts.withLock { $0[label] ?? 0 } }

  /// In the order of the labels.
  package var current: [(label: String, count: Int64)] {
    counts.withLock { $0.map { (label: $0.key, count: $0.value) } }.sorted { $0.label < $1.label }
  }
}
