package import AMQP

/// Cuts what was taken together into the batches that are committed together. Nothing has been read yet: also
/// reading may be what ends the process.
package enum BatchForming {
  /// Deliveries that may be what kills the process stand alone, after the others and in random order. Of the others,
  /// those of senders who sent few come first, as a batch of their own: they do not wait for a flood of somebody else's
  /// (``few(of:by:)``). Those of one sender keep their order.
  ///
  /// A crash raises the count of everything outstanding, so the innocent become suspects too. Were suspects run
  /// in their order, the killer would come first each time and take those behind it down with it until all are
  /// given up; by chance, half of those left are done before it each time, long before the last try.
  package static func batches(
    _ deliveries: [Delivery], by source: IntakeRules.Source,
    using generator: inout some RandomNumberGenerator
  ) -> [[Delivery]] {
    var suspects: [Delivery] = []
    var others: [Delivery] = []
    for delivery in deliveries {
      if ReceivedRequest.redeliveries(of: delivery) >= RedeliveryLimit.alone {
        suspects.append(delivery)
      } else {
        others.append(delivery)
      }
    }
    suspects.shuffle(using: &generator)
    let few = few(of: others, by: source)
    let batches =
      few.isEmpty
      ? [others]
      : [
        others.filter { few.contains(self.sender(of: $0, by: source)) },
        others.filter { !few.contains(self.sender(of: $0, by: source)) },
      ]
    return batches.filter { !$0.isEmpty } + suspects.map { [$0] }
  }

  /// Who sent a request, as far as it is known before anything is read; the same for all who do not say.
  package static func sender(of delivery: Delivery, by source: IntakeRules.Source) -> String {
    let properties = delivery.properties
    return switch source {
    case .sender: properties.appId ?? ""
    case .user: properties.userId ?? ""
    }
  }

  /// A transaction of its own costs about as much as this many requests in a large one, so fewer are not parted.
  private static let leastParted = 8

  /// The senders who together sent at most an eighth of what was taken; none when that is nothing to wait for.
  private static func few(of deliveries: [Delivery], by source: IntakeRules.Source) -> Set<String> {
    guard deliveries.count > leastParted, let first = deliveries.first else { return [] }
    let firstSender = sender(of: first, by: source)
    guard deliveries.contains(where: { sender(of: $0, by: source) != firstSender }) else {
      return []
    }
    var counts: [String: Int] = [:]
    for delivery in deliveries { counts[sender(of: delivery, by: source), default: 0] += 1 }
    var few: Set<String> = []
    var taken = 0
    for (sender, count) in counts.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      taken += count
      guard taken * leastParted <= deliveries.count else { break }
      few.insert(sender)
    }
    return few
  }
}
