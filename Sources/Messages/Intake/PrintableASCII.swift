/// The alphabet of identifiers: printable ASCII without the space, 0x21–0x7E (<doc:Requests#A-request>).
enum PrintableASCII {
  static let requestIdentifierLength = 1...128
  static let sourceLength = 0...255
  static let recordIdentifierLength = 1...64

  /// Whether the text has only characters of the alphabet and one of these lengths.
  static func contains(_ text: String, length: ClosedRange<Int>) -> Bool {
    let units = text.utf8
    return length.contains(units.count) && units.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
