/// PNG images as tests need them, right and wrong ones, made without a library.
package struct SamplePNG {
  package var width: Int
  package var height: Int
  package var depth: UInt8 = 8
  /// 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha.
  package var color: UInt8 = 6
  /// The colour of every pixel: as many bytes as a pixel has.
  package var pixel: [UInt8] = [0x20, 0x60, 0xA0, 0xFF]

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  package var bytes: [UInt8] { Self.signature + header + pixels + Self.end }

  /// Whole by its parts, but nothing can be unpacked of what should be its pixels.
  package var bytesOfNoPixels: [UInt8] {
    Self.signature + header + Self.part("IDAT", Array("nonsense".utf8)) + Self.end
  }

  package static var end: [UInt8] { part("IEND", []) }

  package var header: [UInt8] {
    Self.part("IHDR", Self.word(width) + Self.word(height) + [depth, color, 0, 0, 0])
  }

  /// The rows, none filtered and nothing packed.
  package var pixels: [UInt8] {
    var row: [UInt8] = [0]
    for _ in 0..<width { row += pixel }
    var rows: [UInt8] = []
    for _ in 0..<height { rows += row }
    return Self.part("IDAT", Self.deflated(rows))
  }

  /// Length, name, content and check sum.
  package static func part(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let sealed = Array(name.utf8) + content
    return word(content.count) + sealed + word(Int(checkSum(sealed)))
  }

  private static func word(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// In stored blocks (RFC 1950, RFC 1951).
  private static func deflated(_ plain: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x78, 0x01]
    var first = 1
    var second = 0
    for start in stride(from: 0, to: plain.count, by: 65_535) {
      let block = plain[start..<min(start + 65_535, plain.count)]
      let low = UInt8(truncatingIfNeeded: block.count)
      let high = UInt8(truncatingIfNeeded: block.count >> 8)
      bytes += [block.endIndex == plain.count ? 1 : 0, low, high, ~low, ~high]
      bytes += block
      for byte in block {
        first = (first + Int(byte)) % 65_521
        second = (second + first) % 65_521
      }
    }
    return bytes + word(second << 16 | first)
  }

  private static func checkSum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return ~sum
  }
}
