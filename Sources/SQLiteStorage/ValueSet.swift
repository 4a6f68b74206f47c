import JSON

/// A set of values as the text of a JSON array, which SQLite's `json_each` reads.
enum ValueSet {
  static func json(_ texts: [String]) -> [UInt8] {
    var writer = JSONWriter(
      reservingCapacity: texts.reduce(2) { $0 + $1.utf8.count + 3 })
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
    return writer.bytes
  }

  static func json(_ integers: [Int64]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for integer in integers { writer.integer(integer) }
    writer.endArray()
    return writer.bytes
  }
}
