import JSON

extension JSONWriter {
  /// A member that is a text, null when there is none.
  mutating func member(_ name: StaticString, _ text: String?) {
    key(plain: name)
    if let text { string(text) } else { null() }
  }

  /// A member that is an array of texts.
  mutating func member(_ name: StaticString, _ texts: some Sequence<String>) {
    key(plain: name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
