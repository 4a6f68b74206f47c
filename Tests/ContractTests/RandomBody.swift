import CivilTime
import JSON
import Messages
import TestSupport

/// Bodies of a table of fields, at random: right ones, and ones with a single thing wrong.
struct RandomBody {
  var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func object(_ shape: ObjectShape) -> JSONTree {
    var left: Set<String> = []
    var chosen: Set<String> = []
    for choice in shape.choices {
      let one = choice.isRequired || chance(2) ? choice.names.randomElement(using: &random) : nil
      left.formUnion(choice.names.filter { $0 != one })
      if let one { chosen.insert(one) }
    }
    var members: [JSONTree.Member] = []
    for field in shape.fields where !left.contains(field.name) {
      guard let kind = field.kind else { continue }
      let isNeeded = field.presence == .required || chosen.contains(field.name)
      guard isNeeded || chance(2) else { continue }
      let isNull = !isNeeded && chance(8)
      members.append(JSONTree.Member(name: field.name, value: isNull ? .null : value(kind)))
    }
    return .object(members.shuffled(using: &random))
  }

  mutating func value(_ kind: FieldKind) -> JSONTree {
    switch kind {
    case .object(let shape): return object(shape)
    case .variants(_, let shapes):
      return shapes.randomElement(using: &random).map { object($0) } ?? .null
    case .list(let list): return self.list(list)
    case .choice(let names): return .string(names.randomElement(using: &random) ?? "")
    case .text(let shape): return .string(text(shape))
    case .decimal(let shape): return decimal(shape)
    case .integer(let range):
      let values = [range.lowerBound, range.upperBound, Int64.random(in: range, using: &random)]
      return .number(String(values.randomElement(using: &random) ?? range.lowerBound))
    case .date(let range):
      let days = range.lowerBound.days(until: range.upperBound)
      let day = Int.random(in: 0...days, using: &random)
      return .string(range.lowerBound.adding(days: day).description)
    case .flag: return .bool(chance(2))
    case .identifier(let length):
      return .string(letters(length, "abcXYZ059-_.:/!~"))
    case .currency:
      return .string(["EUR", "USD", "JPY", "XYZ", "euro", ""].randomElement(using: &random) ?? "")
    case .either(let kinds): return kinds.randomElement(using: &random).map { value($0) } ?? .null
    }
  }

  private mutating func list(_ list: ListShape) -> JSONTree {
    let most = min(list.count.upperBound, max(list.count.lowerBound, 3))
    let count = Int.random(in: list.count.lowerBound...most, using: &random)
    var elements: [JSONTree] = []
    for _ in 0..<count {
      let element = value(list.element)
      // What may be there once is named differently.
      let isRepeated = elements.contains { other in
        switch list.distinctBy {
        case nil: false
        case ""?: other == element || other.lowercased == element.lowercased
        case let key?: other[key] == element[key]
        }
      }
      if !isRepeated { elements.append(element) }
    }
    if elements.count < list.count.lowerBound { elements.append(value(list.element)) }
    return .array(elements)
  }

  private mutating func text(_ shape: TextShape) -> String {
    switch shape.format {
    case .countryCode: return letters(2...2, "ADEFNO")
    case .taxCategoryCode: return letters(1...3, "AEGKOSZ")
    case .emailAddress: return letters(1...60, "abcXYZ-_.+'é") + "@" + letters(1...60, "abc-.ü")
    case .timeOfDay:
      return ["00:00", "23:59", "06:30", "19:05"].randomElement(using: &random) ?? ""
    case .lastFourDigits: return letters(4...4, "059")
    case .month: return ["1900-01", "2199-12", "2028-04"].randomElement(using: &random) ?? ""
    case .image:
      return
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg=="
    case nil: break
    }
    let lengths = max(1, shape.length.lowerBound)...min(shape.length.upperBound, 400)
    var text = letters(lengths, "abc XYZ äß€😀\u{200B}\u{FEFF}\"\\/")
    if shape.mayHaveLines { text = text.replacing("X", with: "\n").replacing("Y", with: "\t") }
    if shape.mayBeBlank { return chance(4) ? ["", " "].randomElement(using: &random) ?? "" : text }
    // White space alone is no text.
    return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
      ? "x" + text.dropFirst() : text
  }

  private mutating func decimal(_ shape: DecimalShape) -> JSONTree {
    let whole = letters(1...shape.integerDigits, "123456789")
    let part = letters(1...shape.fractionDigits, "0123456789")
    let plain =
      ["\(whole)", "\(whole).\(part)", "0.\(part)", "0", "1"].randomElement(using: &random) ?? "1"
    let sign = !shape.isPositive && chance(3) ? "-" : ""
    let isZero = !plain.contains { "123456789".contains($0) }
    let text = shape.isPositive && isZero ? "1" : sign + plain
    return chance(2)
      ? .string(chance(4) && !text.hasPrefix("-") ? "+\(text)" : text) : .number(text)
  }

  private mutating func letters(_ length: ClosedRange<Int>, _ alphabet: String) -> String {
    let scalars = Array(alphabet.unicodeScalars)
    let ends = [length.lowerBound, length.upperBound, Int.random(in: length, using: &random)]
    let count = ends.randomElement(using: &random) ?? length.lowerBound
    var text = String.UnicodeScalarView()
    for _ in 0..<count { text.append(scalars.randomElement(using: &random) ?? "x") }
    return String(text)
  }

  mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }
}

extension JSONTree {
  fileprivate var lowercased: JSONTree? {
    guard case .string(let text) = self else { return nil }
    return .string(text.lowercased())
  }
}
