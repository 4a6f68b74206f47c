/// Names one delivery for as long as its channel lives.
///
/// A number alone would be reused after a reconnect, and acknowledging it would acknowledge another
/// message: the epoch tells the channel's lives apart.
package struct DeliveryTag: Sendable, Hashable {
  /// Counts the openings of channels within one connection object.
  package let epoch: UInt64
  package let channel: UInt16
  /// The broker's delivery tag: 1, 2, 3 … on each channel.
  package let number: UInt64

  package init(epoch: UInt64, channel: UInt16, number: UInt64) {
    self.epoch = epoch
    self.channel = channel
    self.number = number
  }
}
