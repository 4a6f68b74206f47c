/// Puts messages together from frames: on each channel a method, then the properties, then body
/// frames until the announced size is reached (AMQP 0-9-1, 4.2.6). Channels may interleave at will.
///
/// The library's own message reads wait for the rest of a body without limit, so a broker that
/// freezes in the middle of a message would hang the worker. Here a body is taken as it comes, never
/// allocated before it arrives, and thrown away beyond its limit while it arrives.
package struct FrameAssembler: Sendable {
  private struct PartialMessage {
    var limit: BodyLimit
    var head: MessageHead?
    var properties: MessageProperties?
    var bodySize: UInt64 = 0
    var received: UInt64 = 0
    var kept = 0
    var body: [UInt8] = []

    var isTruncated: Bool { bodySize > UInt64(clamping: limit.bytes) }
  }

  /// By channel number; channel 0 carries no messages.
  private var channels: [PartialMessage]

  /// - Parameter limits: the limit of channel 1, 2, ….
  package init(limits: [BodyLimit]) {
    channels = [PartialMessage(limit: BodyLimit(bytes: 0))]
    channels += limits.map { PartialMessage(limit: $0) }
  }

  /// A message begins.
  package mutating func begin(_ head: MessageHead, channel: UInt16) throws(FrameError) {
    let index = try index(of: channel)
    guard channels[index].head == nil else { throw .methodInsideMessage(channel: channel) }
    channels[index].head = head
  }

  /// Properties and the size of the body arrived. The message is complete when the body is empty.
  package mutating func header(
    bodySize: UInt64, properties: MessageProperties, channel: UInt16
  ) throws(FrameError) -> AssembledMessage? {
    let index = try index(of: channel)
    guard channels[index].head != nil, channels[index].properties == nil else {
      throw .headerWithoutMethod(channel: channel)
    }
    channels[index].properties = properties
    channels[index].bodySize = bodySize
    let limit = channels[index].limit
    channels[index].kept =
      channels[index].isTruncated ? limit.keptBytes : Int(clamping: bodySize)
    return complete(index)
  }

  /// A piece of the body arrived. The bytes are copied, or counted and dropped.
  package mutating func body(
    _ fragment: Span<UInt8>, channel: UInt16
  ) throws(FrameError) -> AssembledMessage? {
    let index = try index(of: channel)
    guard channels[index].properties != nil else { throw .bodyWithoutHeader(channel: channel) }
    let remaining = channels[index].bodySize - channels[index].received
    guard UInt64(clamping: fragment.count) <= remaining else {
      throw .bodyTooLong(channel: channel)
    }
    channels[index].received += UInt64(clamping: fragment.count)
    let wanted = min(fragment.count, channels[index].kept - channels[index].body.count)
    if wanted > 0 {
      unsafe fragment.extracting(first: wanted).withUnsafeBufferPointer { bytes in
        unsafe channels[index].body.append(contentsOf: bytes)
      }
    }
    return complete(index)
  }

  /// Forgets a half-read message: its channel was closed.
  package mutating func reset(channel: UInt16) {
    let index = Int(channel)
    guard index > 0, index < channels.count else { return }
    channels[index] = PartialMessage(limit: channels[index].limit)
  }

  private func index(of channel: UInt16) throws(FrameError) -> Int {
    guard channel > 0, Int(channel) < channels.count else { throw .unknownChannel(channel) }
    return Int(channel)
  }

  private mutating func complete(_ index: Int) -> AssembledMessage? {
    guard channels[index].received == channels[index].bodySize else { return nil }
    // Taken out whole, not copied part by part: this happens once for every message.
    var done = PartialMessage(limit: channels[index].limit)
    swap(&done, &channels[index])
    guard let head = done.head, let properties = done.properties else { return nil }
    return AssembledMessage(
      head: head, properties: properties, body: done.body, bodySize: done.bodySize,
      isTruncated: done.isTruncated)
  }
}
