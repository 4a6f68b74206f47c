import JSON

/// Compares two schemas of one message. What a client sends may not be accepted less than before; what it receives may not hold
/// more kinds of values than before.
struct SchemaComparison {
  enum Direction {
    /// A request: the worker must accept what it accepted.
    case toWorker
    /// An event: the worker must keep to what it promised.
    case fromWorker
  }

  let direction: Direction
  let old: JSONTree
  let new: JSONTree

  func changes(_ before: JSONTree, _ after: JSONTree, at place: String) -> [ContractChange] {
    changes(before, after, at: place, depth: 0)
  }

  private func changes(
    _ before: JSONTree, _ after: JSONTree, at place: String, depth: Int
  ) -> [ContractChange] {
    // A schema that refers to itself would never end.
    guard depth < 32 else { return [] }
    let before = resolved(before, in: old)
    let after = resolved(after, in: new)
    guard before != after || depth < 1 || before["properties"] != nil else { return [] }
    return types(before, after, at: place) + names(before, after, at: place)
      + bounds(before, after, at: place)
      + members(before, after, at: place, depth: depth)
      + rules(before, after, at: place)
      + variants(before, after, at: place, depth: depth)
      + elements(before, after, at: place, depth: depth)
  }

  /// A reference, or a single alternative, as what it stands for.
  private func resolved(_ schema: JSONTree, in document: JSONTree) -> JSONTree {
    if let reference = schema["$ref"]?.text {
      let path = reference.split(separator: "/").dropFirst()
      let target = path.reduce(Optional(document)) { $0?[String($1)] }
      return target.map { resolved($0, in: document) } ?? .null
    }
    if let all = schema["allOf"]?.elements, all.count == 1, all[0]["$ref"] != nil {
      return resolved(all[0], in: document)
    }
    if let any = schema["anyOf"]?.elements {
      let others = any.filter { $0["type"]?.text != "null" }
      guard others.count == 1, others.count < any.count else { return schema }
      let inner = resolved(others[0], in: document)
      guard let type = inner["type"]?.text else { return inner }
      return JSONTree.object(
        inner.members.filter { $0.name != "type" }
          + [JSONTree.Member(name: "type", value: .strings([type, "null"]))])
    }
    return schema
  }

  private func types(_ before: JSONTree, _ after: JSONTree, at place: String) -> [ContractChange] {
    let old = Set(typeNames(before))
    let new = Set(typeNames(after))
    guard old != new else { return [] }
    let narrowed = old.subtracting(new).sorted()
    let widened = new.subtracting(old).sorted()
    var changes: [ContractChange] = []
    if !narrowed.isEmpty {
      changes.append(
        change(
          place, "is never \(narrowed.joined(separator: " or ")) any more",
          isBreaking: direction == .toWorker))
    }
    if !widened.isEmpty {
      changes.append(
        change(
          place, "may be \(widened.joined(separator: " or ")) now",
          isBreaking: direction == .fromWorker))
    }
    return changes
  }

  private func typeNames(_ schema: JSONTree) -> [String] {
    guard let type = schema["type"] else { return [] }
    return type.text.map { [$0] } ?? type.elements.compactMap(\.text)
  }

  /// Names of a choice: consumers of events ignore those that they do not know.
  private func names(_ before: JSONTree, _ after: JSONTree, at place: String) -> [ContractChange] {
    let old = choice(before)
    let new = choice(after)
    guard !old.isEmpty || !new.isEmpty else { return [] }
    var changes: [ContractChange] = []
    for name in old where !new.contains(name) && !new.isEmpty {
      changes.append(
        change(place, "does not know \(name) any more", isBreaking: direction == .toWorker))
    }
    for name in new where !old.contains(name) {
      changes.append(
        change(
          place, old.isEmpty ? "takes \(name) and few others only" : "knows \(name)",
          isBreaking: old.isEmpty && direction == .toWorker))
    }
    if new.isEmpty, direction == .fromWorker {
      changes.append(.breaking(place, "may be any text now"))
    }
    return changes
  }

  private func choice(_ schema: JSONTree) -> [String] {
    if let constant = schema["const"]?.text { return [constant] }
    return schema["enum"]?.elements.compactMap(\.text) ?? []
  }

  /// Whether a keyword bounds from below, by its name.
  private static let bounds: [(keyword: String, isLower: Bool)] = [
    ("minLength", true), ("maxLength", false), ("minimum", true), ("maximum", false),
    ("minItems", true), ("maxItems", false), ("exclusiveMinimum", true),
    ("exclusiveMaximum", false),
  ]

  private func bounds(_ before: JSONTree, _ after: JSONTree, at place: String) -> [ContractChange] {
    var changes: [ContractChange] = []
    for (keyword, isLower) in Self.bounds {
      guard before[keyword] != after[keyword] else { continue }
      let old = number(before[keyword])
      let new = number(after[keyword])
      let isNarrower =
        if let old, let new { isLower ? new > old : new < old } else { new != nil }
      changes.append(
        change(
          place,
          "has \(keyword) \(text(after[keyword])) instead of \(text(before[keyword]))",
          isBreaking: isNarrower == (direction == .toWorker)))
    }
    for keyword in ["pattern", "uniqueItems", "format"] where before[keyword] != after[keyword] {
      let isLoosened = after[keyword] == nil
      changes.append(
        change(
          place, "has another \(keyword)",
          isBreaking: !(isLoosened && direction == .toWorker)))
    }
    return changes
  }

  private func number(_ value: JSONTree?) -> Int64? {
    guard case .number(let text)? = value else { return nil }
    return Int64(text)
  }

  private func text(_ value: JSONTree?) -> String {
    value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "none"
  }

  private func members(
    _ before: JSONTree, _ after: JSONTree, at place: String, depth: Int
  ) -> [ContractChange] {
    let old = before["properties"]?.members ?? []
    let new = after["properties"]?.members ?? []
    let mustBefore = before["required"]?.elements.compactMap(\.text) ?? []
    let mustNow = after["required"]?.elements.compactMap(\.text) ?? []
    var changes: [ContractChange] = []
    for member in old {
      let pointer = "\(place)/\(member.name)"
      guard let now = new.first(where: { $0.name == member.name }) else {
        changes.append(.breaking(pointer, "is not there any more"))
        continue
      }
      let was = mustBefore.contains(member.name)
      let isNow = mustNow.contains(member.name)
      if was != isNow {
        changes.append(
          change(
            pointer, isNow ? "must be there now" : "may be left out now",
            isBreaking: isNow == (direction == .toWorker)))
      }
      changes += self.changes(member.value, now.value, at: pointer, depth: depth + 1)
    }
    for member in new where !old.contains(where: { $0.name == member.name }) {
      let isRequired = mustNow.contains(member.name)
      let breaks = isRequired && direction == .toWorker
      changes.append(
        change(
          "\(place)/\(member.name)", breaks ? "is new, and must be there" : "is new",
          isBreaking: breaks))
    }
    return changes
  }

  /// Which members exclude each other.
  private func rules(_ before: JSONTree, _ after: JSONTree, at place: String) -> [ContractChange] {
    let old = exclusions(before)
    let new = exclusions(after)
    guard direction == .toWorker, old != new else { return [] }
    return [
      change(place, "has other members that exclude each other", isBreaking: !new.isEmpty)
    ]
  }

  private func exclusions(_ schema: JSONTree) -> [JSONTree] {
    schema["allOf"]?.elements.filter { $0["oneOf"] != nil } ?? []
  }

  private func variants(
    _ before: JSONTree, _ after: JSONTree, at place: String, depth: Int
  ) -> [ContractChange] {
    let old = before["oneOf"]?.elements ?? []
    let new = after["oneOf"]?.elements ?? []
    func name(_ variant: JSONTree) -> String {
      variant["$ref"]?.text?.split(separator: "/").last.map(String.init) ?? ""
    }
    var changes: [ContractChange] = []
    for variant in old {
      let pointer = "\(place)(\(name(variant)))"
      guard let now = new.first(where: { name($0) == name(variant) }) else {
        changes.append(.breaking(pointer, "is not there any more"))
        continue
      }
      changes += self.changes(variant, now, at: pointer, depth: depth + 1)
    }
    for variant in new where !old.contains(where: { name($0) == name(variant) }) {
      changes.append(.compatible("\(place)(\(name(variant)))", "is new"))
    }
    return changes
  }

  private func elements(
    _ before: JSONTree, _ after: JSONTree, at place: String, depth: Int
  ) -> [ContractChange] {
    guard let old = before["items"], let new = after["items"] else { return [] }
    return changes(old, new, at: "\(place)/*", depth: depth + 1)
  }

  private func change(_ place: String, _ sentence: String, isBreaking: Bool) -> ContractChange {
    ContractChange(place: place, sentence: sentence, isBreaking: isBreaking)
  }
}
