import Dispatch

/// A lane's second thread: it takes parts of the work on a batch that need nothing but values, while the lane's own thread is in
/// the database.
///
/// A queue of its own, so that nothing here takes a thread from Swift's shared pool. It idles, and costs nothing, while no work
/// is forked.
package final class SecondThread: Sendable {
  private let queue: DispatchQueue
  /// Lines that the events of a transaction tell from which on it is woken to encode: fewer are encoded sooner.
  let leastLines: Int

  package init(label: String, leastLines: Int = 50) {
    queue = DispatchQueue(label: label)
    self.leastLines = leastLines
  }

  /// Does some work when what was begun before is done.
  func begin(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

  /// Begins work on both threads: this one takes the parts one after the other, from the first on, until its owner joins it and
  /// takes parts, too. `work` is a function of the part alone: who takes a part changes nothing.
  package func fork<Part, Outcome>(
    _ parts: [Part], _ work: @escaping @Sendable (Part) -> Outcome
  ) -> ForkedWork<Part, Outcome> {
    let forked = ForkedWork(parts, work)
    queue.async { forked.takeParts() }
    return forked
  }
}
