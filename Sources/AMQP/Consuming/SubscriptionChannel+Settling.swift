/// The channels of one connection, in the order of their numbers from 1.
extension [SubscriptionChannel] {
  /// What settlements come to.
  struct Settled {
    /// Outstanding deliveries to be rejected now, in the order in which they were settled.
    var rejected: [(tag: DeliveryTag, requeue: Bool)] = []
    /// Settlements of deliveries whose channel is gone.
    var staleCount = 0
    /// Settlements of deliveries that were settled before, or never made.
    var unknownCount = 0
  }

  func index(ofChannel number: UInt16) -> Int? {
    let index = Int(number) - 1
    return indices.contains(index) ? index : nil
  }

  /// Notes settlements in the windows. Pure.
  mutating func settle(
    _ settlements: [SettlementInbox.Settlement], at now: MonotonicInstant
  ) -> Settled {
    var settled = Settled()
    for settlement in settlements {
      for tag in settlement.tags {
        guard let index = index(ofChannel: tag.channel), self[index].epoch == tag.epoch else {
          settled.staleCount += 1
          continue
        }
        switch settlement {
        case .acknowledge:
          if !self[index].window.settle(tag.number, at: now) { settled.unknownCount += 1 }
        case .negativelyAcknowledge(_, let requeue):
          if self[index].window.reject(tag.number) {
            settled.rejected.append((tag, requeue))
          } else {
            settled.unknownCount += 1
          }
        }
      }
    }
    return settled
  }
}
