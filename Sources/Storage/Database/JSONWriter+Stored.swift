internal import JSON

extension JSONWriter {
  /// A member of what is stored as one column; nothing where there is no text.
  mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    key(plain: name)
    string(text)
  }
}
