import Storage
import Synchronization

/// What calls came to, gathered until the relay takes it: whatever comes while it notes is noted together after that.
final class TaxMailbox: Sendable {
  enum Item: Sendable {
    case answered(AnsweredTax)
    /// By this worker's end: it is not known whether the engine heard of it.
    case brokenOff(LeasedTax)
  }

  /// One element for any number of wakings that nobody has waited for.
  let wakes: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation
  private let items = Mutex<[Item]>([])

  init() {
    (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func add(_ item: Item) {
    items.withLock { $0.append(item) }
    wake()
  }

  func wake() { waker.yield() }

  func take() -> [Item] {
    items.withLock { items in
      defer { items = [] }
      return items
    }
  }
}
