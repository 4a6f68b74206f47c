import Billing
import Digest
import JSON

/// A PNG in Base64. The first thing that is wrong with it is said, from the text to the image.
struct LogoForm: FieldForm {
  private static let format = TextFormat.image

  var kind: FieldKind { .text(TextShape(length: Self.format.length, format: Self.format)) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Logo? {
    guard case .string(let text) = value else {
      faults.refuse("must be a string")
      return nil
    }
    let most = Self.format.length.upperBound
    guard text.utf8.count <= most else {
      faults.refuse(
        "must not be longer than \(most) characters, which are \(PNGImage.mostBytes) bytes (\(PNGImage.mostBytes >> 10) KiB) in Base64"
      )
      return nil
    }
    guard !text.isEmpty, Base64.isAlphabetic(text) else {
      faults.refuse(Self.format.rule)
      return nil
    }
    guard let bytes = Base64.bytes(text) else {
      faults.refuse("is cut off: Base64 comes in groups of four characters")
      return nil
    }
    do throws(PNGFault) {
      let image = try PNGImage(checking: bytes)
      return Logo(digest: SHA256Digest.of(bytes).description, image: image)
    } catch {
      faults.refuse(error.rule)
      return nil
    }
  }
}
