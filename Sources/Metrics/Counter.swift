import Synchronization

/// A number that only grows. Any thread may add to it, without a lock.
package final class Counter: Sendable {
  private let value = Atomic<Int64>(0)

  package init() {}

  package func add(_ count: Int = 1) { add(Int64(count)) }

  package func add(_ count: Int64) {
    value.wrappingAdd(count, ordering: .relaxed)
  }

  package var current: Int64 { value.load(ordering: .relaxed) }
}
