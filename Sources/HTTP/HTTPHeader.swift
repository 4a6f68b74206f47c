/// A header field that a client sends with each of its requests. Its description does not show the value, which may be a secret.
package struct HTTPHeader: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package let value: String

  /// nil where the name is no token, or the value holds anything but printable ASCII (RFC 9110 section 5).
  package init?(_ name: String, _ value: String) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenCharacter),
      value.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.name = name
    self.value = value
  }

  package var description: String { name }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
