import Billing
import TestSupport
import Testing

@Suite("PNG images")
struct PNGImageTests {
  private static func fault(_ bytes: [UInt8]) -> PNGFault? {
    do throws(PNGFault) {
      _ = try PNGImage(checking: bytes)
      return nil
    } catch {
      return error
    }
  }

  private static let plain = SamplePNG(width: 3, height: 2)

  @Test("A whole image is taken with its size, up to 2,000 pixels either way")
  func taken() throws {
    let image = try PNGImage(checking: Self.plain.bytes)
    #expect(image.bytes == Self.plain.bytes && image.width == 3 && image.height == 2)
    for (width, height) in [(2_000, 1), (1, 2_000)] {
      let image = try PNGImage(checking: SamplePNG(width: width, height: height).bytes)
      #expect(image.width == width && image.height == height)
    }
  }

  @Test("Every form of pixels there is, and no other")
  func forms() {
    let forms: [UInt8: Set<UInt8>] = [
      0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
    ]
    for color in 0...8 as ClosedRange<UInt8> {
      for depth in 0...17 as ClosedRange<UInt8> {
        var sample = Self.plain
        sample.color = color
        sample.depth = depth
        let palette = color == 3 ? SamplePNG.part("PLTE", [1, 2, 3]) : []
        let bytes =
          SamplePNG.signature + sample.header + palette + sample.pixels + SamplePNG.end
        #expect((Self.fault(bytes) == nil) == (forms[color]?.contains(depth) ?? false))
      }
    }
  }

  @Test("What is too large is said with its size")
  func tooLarge() {
    let wide = SamplePNG(width: 2_001, height: 7)
    #expect(Self.fault(wide.bytes) == .tooManyPixels(width: 2_001, height: 7))
    #expect(Self.fault(SamplePNG(width: 7, height: 2_001).bytes)?.rule.contains("2001") == true)
    // What can be passed over fills it up to the bound.
    let rest = Self.plain.bytes.count + 12
    func filled(_ count: Int) -> [UInt8] {
      SamplePNG.signature + Self.plain.header
        + SamplePNG.part("teXt", [UInt8](repeating: 1, count: count)) + Self.plain.pixels
        + SamplePNG.end
    }
    #expect(Self.fault(filled(PNGImage.mostBytes - rest)) == nil)
    let over = Self.fault(filled(PNGImage.mostBytes - rest + 1))
    #expect(over == .tooManyBytes(262_145))
    #expect(over?.rule == "has 262145 bytes, and an image may have 262144 (256 KiB)")
  }

  @Test("Images of other kinds are none")
  func otherFormats() {
    let others: [[UInt8]] = [
      [], [0x89], [0xFF, 0xD8, 0xFF, 0xE0], Array("GIF89a".utf8), Array("<svg/>".utf8),
      Array(SamplePNG.signature.dropLast()),
    ]
    for bytes in others { #expect(Self.fault(bytes) == .otherFormat) }
  }

  @Test("Cut off anywhere, or with any byte changed, it is damaged")
  func damaged() {
    let bytes = Self.plain.bytes
    for count in SamplePNG.signature.count..<bytes.count {
      guard case .damaged? = Self.fault(Array(bytes.prefix(count))) else {
        Issue.record("cut off at \(count)")
        continue
      }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x10
      #expect(Self.fault(changed) != nil, "byte \(index)")
    }
  }

  @Test("Parts that are missing, there too often, or in the wrong place are named")
  func parts() {
    let header = Self.plain.header
    let pixels = Self.plain.pixels
    let end = SamplePNG.end
    let palette = SamplePNG.part("PLTE", [1, 2, 3])
    let note = SamplePNG.part("tEXt", Array("a\u{0}b".utf8))
    var indexed = Self.plain
    indexed.color = 3
    let cases: [(parts: [UInt8], word: String?)] = [
      (header + note + palette + pixels + pixels + note + end, nil),
      (pixels + end, "header"), (header + header + pixels + end, "IHDR"),
      (header + end, "no pixels"), (header + pixels, "end"), (header, "end"),
      (header + pixels + note + pixels + end, "interrupted"),
      (header + pixels + end + end, "behind"), (header + pixels + end + [0], "behind"),
      (header + pixels + SamplePNG.part("IEND", [1]), "behind"),
      (header + SamplePNG.part("ABCD", []) + pixels + end, "ABCD"),
      (header + SamplePNG.part("A1CD", []) + pixels + end, "at byte 33"),
      (indexed.header + pixels + end, "palette"), (header + palette + palette + pixels, "palette"),
      (header + SamplePNG.part("PLTE", [1, 2]) + pixels + end, "palette"),
      (header + SamplePNG.part("PLTE", []) + pixels + end, "palette"),
    ]
    for (parts, word) in cases {
      let fault = Self.fault(SamplePNG.signature + parts)
      guard let word else {
        #expect(fault == nil)
        continue
      }
      #expect(fault?.rule.contains("damaged") == true)
      #expect(fault?.rule.contains(word) == true, "\(fault?.rule ?? ""): \(word)")
    }
  }

  @Test("Logos are the same where their images are, loaded or not")
  func logos() throws {
    let image = try PNGImage(checking: Self.plain.bytes)
    #expect(Logo(digest: "a", image: image) == Logo(digest: "a"))
    #expect(Logo(digest: "a", image: image) != Logo(digest: "b", image: image))
    #expect(Set([Logo(digest: "a", image: image), Logo(digest: "a")]).count == 1)
  }
}
