/// What the broker's count of deliveries that were never settled leads to: such a request may be what ends the process
/// (<doc:BadInput>).
package enum RedeliveryLimit {
  /// From this many redeliveries on, a request is run in a batch of one.
  package static let alone: Int64 = 3

  /// From this many redeliveries on, a request is not run any more.
  package static let givingUp: Int64 = 20
}
