/// Names a trace among all (W3C Trace Context): 16 bytes, never all zero.
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  /// nil where all is zero, which the recommendation gives to no trace.
  package init?(high: UInt64, low: UInt64) {
    guard high != 0 || low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// By chance: for a request that came without a trace.
  package static func random(using chance: inout some RandomNumberGenerator) -> TraceID {
    TraceID(unchecked: chance.next(), UInt64.random(in: 1...UInt64.max, using: &chance))
  }

  private init(unchecked high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
  }

  /// 32 digits, lower-case.
  package var description: String { high.hexadecimal + low.hexadecimal }
}

/// Names a span within its trace: 8 bytes, never all zero.
package struct SpanID: Hashable, Sendable, CustomStringConvertible {
  package let bits: UInt64

  /// nil for zero, which is no span's.
  package init?(bits: UInt64) {
    guard bits != 0 else { return nil }
    self.bits = bits
  }

  package static func random(using chance: inout some RandomNumberGenerator) -> SpanID {
    SpanID(unchecked: UInt64.random(in: 1...UInt64.max, using: &chance))
  }

  private init(unchecked bits: UInt64) { self.bits = bits }

  /// The span in which an event of this one's work is sent.
  ///
  /// It follows from both, and ``processing(event:)`` finds the way back, so that whoever sends the event, a process that has only its
  /// stored row too, knows whose work it was.
  package func ofEvent(_ identifier: String) -> SpanID {
    SpanID(bits: bits ^ Self.scattered(identifier)) ?? self
  }

  /// The span of whose work the event was, where this one is the span that it was sent in.
  package func processing(event identifier: String) -> SpanID { ofEvent(identifier) }

  /// FNV-1a, and then each bit into all others (MurmurHash3's finalizer): no secret depends on it.
  private static func scattered(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
  }

  /// 16 digits, lower-case.
  package var description: String { bits.hexadecimal }
}

extension UInt64 {
  /// 16 digits.
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
