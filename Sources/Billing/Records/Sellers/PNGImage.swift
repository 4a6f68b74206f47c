/// A PNG (ISO/IEC 15948) that is whole by its parts and within the bounds of a logo. Its pixels are not looked at: who draws it
/// may still find that they cannot be unpacked.
package struct PNGImage: Hashable, Sendable {
  package let bytes: [UInt8]
  /// In pixels; at least 1 and at most ``mostPixels``.
  package let width: Int
  package let height: Int

  package static let mostBytes = 256 << 10
  /// Wide, and high.
  package static let mostPixels = 2_000

  /// - Throws: the first thing that is wrong with it.
  package init(checking bytes: [UInt8]) throws(PNGFault) {
    guard bytes.count <= Self.mostBytes else { throw .tooManyBytes(bytes.count) }
    let header = try Self.header(of: bytes)
    self.bytes = bytes
    width = header.width
    height = header.height
  }

  private enum Pixels {
    case awaited
    case begun
    case ended
  }

  /// Follows the parts to the last one.
  private static func header(of bytes: [UInt8]) throws(PNGFault) -> PNGHeader {
    guard bytes.starts(with: PNGParts.signature) else { throw .otherFormat }
    var parts = PNGParts(bytes)
    guard let first = try parts.next(), first.name == "IHDR",
      let header = PNGHeader(bytes[first.content])
    else { throw .damaged("its header is none that a PNG has") }
    guard header.width <= mostPixels, header.height <= mostPixels else {
      throw .tooManyPixels(width: header.width, height: header.height)
    }
    var pixels = Pixels.awaited
    var hasPalette = false
    while let part = try parts.next() {
      if pixels == .begun, part.name != "IDAT" { pixels = .ended }
      switch part.name {
      case "IDAT":
        guard pixels != .ended else { throw .damaged("its pixels are interrupted") }
        guard hasPalette || !header.needsPalette else { throw .damaged("its palette is missing") }
        pixels = .begun
      case "PLTE":
        guard pixels == .awaited, !hasPalette, header.takesPalette(of: part.content.count) else {
          throw .damaged("its palette is none that it can have")
        }
        hasPalette = true
      case "IEND":
        guard pixels == .ended else { throw .damaged("it has no pixels") }
        guard part.content.isEmpty, parts.areAllRead else {
          throw .damaged("something stands behind its end")
        }
        return header
      default:
        guard part.mayBePassedOver else {
          throw .damaged("its part \(part.name) does not belong there")
        }
      }
    }
    throw .damaged("its end is missing")
  }
}

/// What is wrong with an image.
package enum PNGFault: Error, Hashable, Sendable {
  case otherFormat
  case tooManyBytes(Int)
  case tooManyPixels(width: Int, height: Int)
  /// What of it, as a clause.
  case damaged(String)

  /// What is to be said of the field that holds it, from the verb on.
  package var rule: String {
    switch self {
    case .otherFormat:
      "is no PNG image; one of another kind (JPEG, GIF, SVG) has to be converted"
    case .tooManyBytes(let count):
      "has \(count) bytes, and an image may have \(PNGImage.mostBytes) (\(PNGImage.mostBytes >> 10) KiB)"
    case .tooManyPixels(let width, let height):
      "is \(width) pixels wide and \(height) high, and an image may have \(PNGImage.mostPixels) either way"
    case .damaged(let clause): "is a PNG image that is damaged: \(clause)"
    }
  }
}
