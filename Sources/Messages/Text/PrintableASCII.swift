/// The alphabet of identifiers: printable ASCII without the space, 0x21–0x7E (<doc:Requests#Identity>).
package enum PrintableASCII {
  package static let requestIdentifierLength = 1...128
  package static let sourceLength = 0...255
  package static let recordIdentifierLength = 1...64

  package static func contains(_ unit: UInt8) -> Bool { unit >= 0x21 && unit <= 0x7E }

  package static func contains(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x21 && scalar.value <= 0x7E
  }

  /// Whether the text has only characters of the alphabet and one of these lengths.
  package static func contains(_ text: String, length: ClosedRange<Int>) -> Bool {
    let units = text.utf8
    return length.contains(units.count) && units.allSatisfy { contains($0) }
  }
}
