/// A sequence of frames that AMQP 0-9-1 (4.2.6) does not allow on a channel.
package enum FrameError: Error, Equatable, Sendable {
  /// A message began before the one before it was complete.
  case methodInsideMessage(channel: UInt16)
  /// Properties without a method that announces a message.
  case headerWithoutMethod(channel: UInt16)
  /// Body bytes without properties before them.
  case bodyWithoutHeader(channel: UInt16)
  /// More body bytes than the header announced.
  case bodyTooLong(channel: UInt16)
  /// A channel that this connection never opened.
  case unknownChannel(UInt16)
  /// Delivery tags of a channel must count up by one.
  case deliveryTagOutOfSequence(channel: UInt16)
}
