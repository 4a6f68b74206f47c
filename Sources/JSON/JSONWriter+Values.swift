extension JSONWriter {
  /// Writes a value that was read, numbers digit by digit as they were.
  ///
  /// Recursive; a document's nesting is bounded by `JSONDocument.maximumDepth`.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .object(let object):
      beginObject()
      for member in object {
        key(member.name)
        self.value(member.value)
      }
      endObject()
    case .array(let array):
      beginArray()
      for element in array { self.value(element) }
      endArray()
    case .string(let text): string(text)
    case .number(let text): number(text)
    case .bool(let flag): bool(flag)
    case .null: null()
    }
  }
}
