import AMQP

/// What a lane has taken together, cut into the batches that are committed together.
struct TakenDeliveries {
  struct Batch {
    let deliveries: [Delivery]
    /// As it was read ahead; nil of one that is read when it is begun.
    var received: [ReceivedRequest]?
  }

  /// In the order in which they came, without those of runs.
  let requests: [Delivery]
  let ofRuns: [Delivery]
  var batches: [Batch]

  init(
    _ deliveries: [Delivery], by source: IntakeRules.Source,
    using generator: inout some RandomNumberGenerator
  ) {
    (requests, ofRuns) = RunMessage.parted(deliveries)
    batches = BatchForming.batches(requests, by: source, using: &generator).map {
      Batch(deliveries: $0)
    }
  }

  var count: Int { requests.count + ofRuns.count }

  /// The one batch of them, where none of its requests may be what ends the process: only that is read before its turn.
  var onlyBatch: [Delivery]? {
    guard batches.count == 1, let only = batches.first?.deliveries,
      only.allSatisfy({ ReceivedRequest.redeliveries(of: $0) < RedeliveryLimit.alone })
    else { return nil }
    return only
  }
}
