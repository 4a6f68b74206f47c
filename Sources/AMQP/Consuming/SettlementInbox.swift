import Synchronization

/// Settlements on their way to the connection's thread. Whoever settles only appends here, so settling
/// never waits for the network.
final class SettlementInbox: Sendable {
  enum Settlement: Sendable {
    case acknowledge([DeliveryTag])
    case negativelyAcknowledge([DeliveryTag], requeue: Bool)

    var tags: [DeliveryTag] {
      switch self {
      case .acknowledge(let tags), .negativelyAcknowledge(let tags, _): tags
      }
    }
  }

  private let waiting = Mutex<[Settlement]>([])

  func append(_ settlement: Settlement) {
    waiting.withLock { $0.append(settlement) }
  }

  func takeAll() -> [Settlement] {
    waiting.withLock { waiting in
      guard !waiting.isEmpty else { return [] }
      defer { waiting = [] }
      return waiting
    }
  }
}
