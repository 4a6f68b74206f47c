/// U+0000–001F and U+007F–009F: no text of a request may hold one.
package enum ControlCharacters {
  package static func contains(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// Whether the text holds one.
  package static func areIn(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for unit in text.utf8 {
      guard unit >= 0x20, unit != 0x7F else { return true }
      // U+0080–009F is 0xC2 followed by its own value; 0xC2 leads nothing else.
      guard previous != 0xC2 || unit > 0x9F else { return true }
      previous = unit
    }
    return false
  }
}
