import Digest

/// A text that no other process has: by it one knows itself, where a name might be borne by two.
enum DrawnText {
  static func draw() -> String {
    var generator = SystemRandomNumberGenerator()
    return Hexadecimal.text(generator.next(), digits: 16)
      + Hexadecimal.text(generator.next(), digits: 16)
  }
}
