import Contract
import JSON
import Messages

extension RandomBody {
  /// The same body with one thing wrong of its form, of which both the decoder and the schema must say so.
  mutating func mutated(_ body: JSONTree, _ shape: ObjectShape) -> JSONTree {
    guard case .object(var members) = body else { return .null }
    let candidates = members.indices.filter { members[$0].value != .null }
    guard let index = candidates.randomElement(using: &random), !chance(6) else {
      return unknown(in: members)
    }
    let name = members[index].name
    guard let field = shape.field(named: name), let kind = field.kind else {
      return unknown(in: members)
    }
    if field.presence == .required, chance(4) {
      members.remove(at: index)
      return .object(members)
    }
    members[index].value = spoilt(members[index].value, kind)
    return .object(members)
  }

  private func unknown(in members: [JSONTree.Member]) -> JSONTree {
    .object(members + [JSONTree.Member(name: "zzz", value: .null)])
  }

  private mutating func spoilt(_ value: JSONTree, _ kind: FieldKind) -> JSONTree {
    switch kind {
    case .object(let shape): return chance(3) ? [] : mutated(value, shape)
    case .variants(let tag, let shapes):
      guard let name = value[tag]?.text,
        let shape = shapes.first(where: { $0.field(named: tag)?.kind == .choice([name]) })
      else { return "x" }
      return chance(3) ? "x" : mutated(value, shape)
    case .list(let list):
      guard case .array(var elements) = value, !elements.isEmpty, !chance(3) else { return [:] }
      let index = Int.random(in: 0..<elements.count, using: &random)
      elements[index] = spoilt(elements[index], list.element)
      return .array(elements)
    case .choice: return ["Nothing", "", 1, true].randomElement(using: &random) ?? 1
    case .text(let shape):
      let long = String(repeating: "x", count: shape.length.upperBound + 1)
      return [.string("a\u{7}b"), .string(long), 1, []].randomElement(using: &random) ?? 1
    case .decimal(let shape):
      let long = String(repeating: "9", count: shape.integerDigits + 1)
      let values: [JSONTree] = [
        .string(long), .number(long), "1e3", "", "1,5", "1.5.", true, [:], .string(" 1"),
        .string(shape.isPositive ? "-1" : "--1"),
        .string("0.\(String(repeating: "0", count: shape.fractionDigits))1"),
      ]
      return values.randomElement(using: &random) ?? ""
    case .integer(let range):
      let beyond = Int128(range.upperBound) + 1
      let below = Int128(range.lowerBound) - 1
      return [.number("\(beyond)"), .number("\(below)"), "1", 1.5.tree, true]
        .randomElement(using: &random) ?? "1"
    case .date:
      return ["2026-02-30", "1899-12-31", "2200-01-01", "2026-1-1", "2025-02-29", "", 20260101]
        .randomElement(using: &random) ?? ""
    case .flag: return ["true", 1, []].randomElement(using: &random) ?? 1
    case .identifier(let length):
      let long = String(repeating: "x", count: length.upperBound + 1)
      return ["", "a b", "ä", .string(long), 7].randomElement(using: &random) ?? ""
    case .currency: return [7, "E\u{1}R", []].randomElement(using: &random) ?? 7
    case .either: return ["L-9", 0, true, []].randomElement(using: &random) ?? true
    }
  }
}

extension Double {
  fileprivate var tree: JSONTree { .number("\(self)") }
}
