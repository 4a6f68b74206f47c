import Billing
import JSON
import Messages
import TestSupport
import Testing

@Suite("Logos of legal entities") struct LogoDecodingTests {
  private static func decode(_ logo: String) -> Intake {
    RecordSamples.legalEntity.decode(replacing: "logo", with: "\"\(logo)\"")
  }

  private static func sentence(_ logo: String) -> String? {
    let intake = decode(logo)
    #expect(intake.places == ["REQUEST_INVALID /records/0/logo"])
    return intake.refusal?.faults.first?.message
  }

  @Test("It is known by the digest of its bytes, and comes with them")
  func taken() throws {
    let bytes = SamplePNG(width: 40, height: 30).bytes
    for text in [Base64.text(bytes), Base64.text(bytes).replacing("/", with: "\\/")] {
      let intake = Self.decode(text)
      guard case .legalEntity(let entity)? = intake.records.first else {
        Issue.record("\(intake)")
        continue
      }
      let image = try #require(entity.details.logo?.image)
      #expect(image.bytes == bytes && image.width == 40 && image.height == 30)
    }
    guard case .legalEntity(let sample)? = RecordSamples.legalEntity.decode().records.first else {
      Issue.record("no sample")
      return
    }
    #expect(sample.details.logo?.digest == RecordSample.logo.digest)
    #expect(sample.details.logo?.image?.width == 1)
  }

  @Test("What is no Base64, or none of a PNG, is refused with what to do")
  func refused() {
    let whole = SamplePNG(width: 4, height: 4).bytes
    let image = Base64.text(whole)
    #expect(Self.sentence("")?.contains("must be Base64") == true)
    #expect(Self.sentence("data:image/png;base64,\(image)")?.contains("no data: before it") == true)
    #expect(
      Self.sentence("\(image.prefix(40))\\n\(image.dropFirst(40))")?.contains("no line breaks")
        == true)
    #expect(
      Self.sentence(String(image.prefix(41)))
        == "logo is cut off: Base64 comes in groups of four characters.")
    #expect(
      Self.sentence(Base64.text(Array("GIF89a".utf8)))
        == "logo is no PNG image; one of another kind (JPEG, GIF, SVG) has to be converted.")
    #expect(
      Self.sentence(Base64.text(whole.dropLast(2)))
        == "logo is a PNG image that is damaged: it is cut off in IEND.")
    var changed = whole
    changed[45] ^= 1
    #expect(
      Self.sentence(Base64.text(changed))
        == "logo is a PNG image that is damaged: the check sum of IDAT does not fit.")
    #expect(
      Self.sentence(Base64.text(SamplePNG(width: 2_001, height: 1).bytes))
        == "logo is 2001 pixels wide and 1 high, and an image may have 2000 either way.")
  }

  @Test("An image has 256 KiB at most; the sentence does not repeat it")
  func tooLarge() throws {
    func text(_ count: Int) -> String {
      let sample = SamplePNG(width: 4, height: 4)
      let rest = count - sample.bytes.count - 12
      return Base64.text(
        SamplePNG.signature + sample.header
          + SamplePNG.part("teXt", [UInt8](repeating: 0, count: rest)) + sample.pixels
          + SamplePNG.end)
    }
    #expect(Self.decode(text(262_144)).records.count == 1)
    #expect(
      Self.sentence(text(262_145))
        == "logo has 262145 bytes, and an image may have 262144 (256 KiB).")
    #expect(
      Self.sentence(text(262_147))
        == "logo must not be longer than 349528 characters, which are 262144 bytes (256 KiB) in Base64."
    )
  }
}
