extension [UInt8] {
  /// Appends a number in network byte order. Byte by byte: measured twice as fast as appending the
  /// bytes of a number in memory.
  @inline(__always)
  mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
    var shift = Number.bitWidth - 8
    while shift >= 0 {
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
      shift -= 8
    }
  }
}
