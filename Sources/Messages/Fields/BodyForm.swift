import JSON

/// A text of several lines: line breaks and tabs are the control characters that it may hold.
struct BodyForm: FieldForm {
  /// In Unicode scalars.
  let maximum: Int

  var kind: FieldKind {
    .text(TextShape(length: 1...maximum, mayHaveLines: true))
  }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    guard case .string(let text) = value else {
      faults.refuse("must be a string")
      return nil
    }
    let line = TextForm(maximum: maximum)
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.lazy.map { Self.isBreak($0) ? " " : $0 }))
    if let rule = line.rule(brokenBy: plain) {
      faults.refuse(rule)
      return nil
    }
    return text
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\t"
  }
}

extension FieldForm where Self == BodyForm {
  static func body(maximum: Int) -> BodyForm { BodyForm(maximum: maximum) }
}
