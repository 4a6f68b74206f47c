import Messages

/// Makes bodies from tables of fields.
struct BodyMaker {
  /// Whether fields that may be left out are there.
  let isFull: Bool
  /// The pointer of one field that is written otherwise, or (nil) left out; objects on the way to it are there.
  var replaced: String?
  var replacement: String?

  init(isFull: Bool, replacing replaced: String? = nil, with replacement: String? = nil) {
    self.isFull = isFull
    self.replaced = replaced
    self.replacement = replacement
  }

  func object(_ shape: ObjectShape, at place: String = "", number: Int = 0) -> String {
    // Of fields that exclude each other one is there: the one that is looked at, else the first.
    var left: Set<String> = []
    for choice in shape.choices {
      let wanted = choice.names.first { isOnTheWay("\(place)/\($0)") } ?? choice.names.first
      left.formUnion(choice.names.filter { $0 != wanted })
    }
    let chosen = Set(shape.choices.flatMap(\.names)).subtracting(left)
    var members: [String] = []
    for field in shape.fields where !left.contains(field.name) {
      let pointer = "\(place)/\(field.name)"
      if pointer == replaced {
        if let replacement { members.append("\"\(field.name)\": \(replacement)") }
        continue
      }
      let isGiven = field.presence == .required || isFull || chosen.contains(field.name)
      guard field.presence != .kept, isGiven || isOnTheWay(pointer), let kind = field.kind else {
        continue
      }
      members.append("\"\(field.name)\": \(value(kind, at: pointer, number: number))")
    }
    return "{\(members.joined(separator: ", "))}"
  }

  /// A value of the kind; `number` makes identifiers differ.
  func value(_ kind: FieldKind, at place: String = "", number: Int = 0) -> String {
    switch kind {
    case .object(let shape): object(shape, at: place, number: number)
    case .variants(_, let shapes): object(shapes[0], at: place, number: number)
    case .list(let list): self.list(list, at: place)
    case .choice(let names): "\"\(names.isEmpty ? "" : names[number % names.count])\""
    case .text(let text) where text.format == .emailAddress: "\"a\(number)@a\""
    case .text(let text): "\"\(Bound.text(text, length: max(1, text.length.lowerBound)))\""
    case .decimal: "\"1\""
    case .integer(let range): "\(range.lowerBound)"
    case .date: "\"2026-01-01\""
    case .flag: "true"
    case .identifier: "\"X\(number)\""
    case .currency: "\"EUR\""
    case .either(let kinds): value(kinds[0], at: place, number: number)
    }
  }

  /// One element; of variants one each.
  private func list(_ list: ListShape, at place: String) -> String {
    guard case .variants(_, let shapes) = list.element else {
      return "[\(value(list.element, at: "\(place)/0"))]"
    }
    let elements = shapes.enumerated().map { object($1, at: "\(place)/\($0)", number: $0) }
    return "[\(elements.joined(separator: ", "))]"
  }

  private func isOnTheWay(_ pointer: String) -> Bool {
    guard let replaced else { return false }
    return replaced == pointer || replaced.hasPrefix("\(pointer)/")
  }
}
