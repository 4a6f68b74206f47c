import JSON

extension JSONWriter {
  /// A member that is a text, null when there is none.
  mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  /// A member that is an array of texts.
  mutating func member(_ name: String, _ texts: some Sequence<String>) {
    key(name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
