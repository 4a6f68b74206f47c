internal import JSON

/// Waits by class of work as one column: read and written with its worker, never searched. A span is its two ends, in milliseconds,
/// and how many there were: `{"generate":[[0,1000,52],[43200000,null,1]]}`.
extension WaitTimes {
  static func storedText(_ waits: [String: WaitTimes]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    for (work, times) in waits.sorted(by: { $0.key < $1.key }) where !times.spans.isEmpty {
      writer.key(work)
      writer.beginArray()
      for span in times.spans {
        writer.beginArray()
        writer.integer(span.above)
        if let upTo = span.upTo { writer.integer(upTo) } else { writer.null() }
        writer.integer(span.count)
        writer.endArray()
      }
      writer.endArray()
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// What another version writes otherwise is left out: a worker is worth showing without it.
  static func stored(_ text: String) -> [String: WaitTimes] {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root
    else { return [:] }
    var waits: [String: WaitTimes] = [:]
    for member in object {
      guard case .array(let spans) = member.value else { continue }
      waits[member.name] = WaitTimes(spans.compactMap(Span.init(stored:)))
    }
    return waits
  }
}

extension WaitTimes.Span {
  fileprivate init?(stored value: JSONValue) {
    guard case .array(let parts) = value else { return nil }
    var numbers: [Int64?] = []
    for part in parts {
      switch part {
      case .null: numbers.append(nil)
      case .number(let digits):
        guard let number = Int64(digits) else { return nil }
        numbers.append(number)
      default: return nil
      }
    }
    guard numbers.count == 3, let above = numbers[0], let count = numbers[2], count > 0,
      above >= 0, above < numbers[1] ?? .max
    else { return nil }
    self.init(above: above, upTo: numbers[1], count: count)
  }
}
