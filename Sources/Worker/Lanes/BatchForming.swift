package import AMQP

/// Cuts what was taken together into the batches that are committed together. Nothing has been read yet: also
/// reading may be what ends the process.
package enum BatchForming {
  /// Deliveries that may be what kills the process stand alone, after the others and in random order; the
  /// others keep their order.
  ///
  /// A crash raises the count of everything outstanding, so the innocent become suspects too. Were suspects run
  /// in their order, the killer would come first each time and take those behind it down with it until all are
  /// given up; in random order, half of those left are done before it each time, long before the last try.
  package static func batches(
    _ deliveries: [Delivery], using generator: inout some RandomNumberGenerator
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
    return (others.isEmpty ? [] : [others]) + suspects.map { [$0] }
  }
}
