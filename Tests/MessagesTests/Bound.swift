import CivilTime
import Messages

/// The outermost value of a kind and the one behind it, as JSON.
struct Bound {
  let within: String
  let beyond: String

  static func all(of kind: FieldKind) -> [Bound] {
    switch kind {
    case .text(let shape): texts(shape)
    case .identifier(let length):
      [
        Bound(quoted(length.upperBound), quoted(length.upperBound + 1)),
        Bound(quoted(length.lowerBound), quoted(length.lowerBound - 1)),
      ]
    case .integer(let range):
      [Bound("\(range.lowerBound)", "\(range.lowerBound - 1)")]
        + [Bound("\(range.upperBound)", oneMore(range.upperBound))]
    case .decimal(let shape):
      [
        Bound(quoted(shape.integerDigits, "9"), quoted(shape.integerDigits + 1, "9")),
        Bound(
          "0.\(String(repeating: "9", count: shape.fractionDigits))",
          "0.\(String(repeating: "9", count: shape.fractionDigits + 1))"),
      ] + (shape.isPositive ? [Bound("\"1\"", "\"0\"")] : [])
    case .date(let range):
      [
        Bound("\"\(range.lowerBound)\"", "\"1899-12-31\""),
        Bound("\"\(range.upperBound)\"", "\"2200-01-01\""),
      ]
    case .list(let list): lists(list)
    case .choice(let names): names.map { Bound("\"\($0)\"", "\"\($0)x\"") }
    case .flag: [Bound("true", "1"), Bound("false", "\"false\"")]
    case .object, .variants: [Bound(beyond: "[]"), Bound(beyond: "\"x\"")]
    case .currency: [Bound("\"EUR\"", "7")]
    case .either(let kinds): kinds.flatMap(all)
    }
  }

  /// A text of the shape with this length.
  static func text(_ shape: TextShape, length: Int) -> String {
    switch shape.format {
    case nil, .countryCode?, .taxCategoryCode?: String(repeating: "A", count: length)
    case .emailAddress?: String(repeating: "a", count: max(1, length - 2)) + "@a"
    case .timeOfDay?: String("06:00000000".prefix(length))
    case .lastFourDigits?: String(repeating: "4", count: length)
    case .month?: String("2027-0400000".prefix(length))
    case .image?: String(repeating: "A", count: length)
    }
  }

  private init(_ within: String, _ beyond: String) {
    self.within = within
    self.beyond = beyond
  }

  /// Only what is no value of the kind; null, the same as absent, is within every bound.
  private init(beyond: String) { self.init("null", beyond) }

  private static func texts(_ shape: TextShape) -> [Bound] {
    func quoted(_ length: Int) -> String { "\"\(text(shape, length: length))\"" }
    var bounds = [Bound(quoted(shape.length.upperBound), quoted(shape.length.upperBound + 1))]
    if shape.length.lowerBound > 0, shape.format != .emailAddress {
      bounds.append(
        Bound(quoted(shape.length.lowerBound), quoted(shape.length.lowerBound - 1)))
    }
    if shape.format == nil {
      bounds.append(
        shape.mayBeBlank ? Bound("\"\"", "7") : Bound("\" a \"", "\"  \""))
    }
    bounds.append(
      Bound(quoted(max(shape.length.lowerBound, min(3, shape.length.upperBound))), "\"a\\u0007\""))
    return bounds
  }

  private static func lists(_ list: ListShape) -> [Bound] {
    func json(_ count: Int) -> String {
      let maker = BodyMaker(isFull: false)
      let elements = (0..<count).map { maker.value(list.element, number: $0) }
      return "[\(elements.joined(separator: ", "))]"
    }
    var bounds = [Bound(json(list.count.upperBound), json(list.count.upperBound + 1))]
    bounds.append(list.count.lowerBound == 0 ? Bound("[]", "{}") : Bound(json(1), "[]"))
    if list.distinctBy != nil {
      let element = BodyMaker(isFull: false).value(list.element)
      bounds.append(Bound("[\(element)]", "[\(element), \(element)]"))
    }
    return bounds
  }

  private static func quoted(_ count: Int, _ letter: String = "A") -> String {
    "\"\(String(repeating: letter, count: count))\""
  }

  private static func oneMore(_ value: Int64) -> String { "\(Int128(value) + 1)" }
}
