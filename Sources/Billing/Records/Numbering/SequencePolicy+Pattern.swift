package import CivilTime

extension SequencePolicy {
  static let valuePlace = "{SequenceValue}"
  static let stampPlace = "{DateStamp}"

  /// The number with a value, for an invoice of a date.
  package func number(_ value: Int64, invoiceDate: CivilDate) -> String {
    let stamp = dateStampFormat.stamp(invoiceDate)
    let (before, after) = affixes(stamp: stamp)
    return before + ASCIIDigits.text(Int(value), width: minimumDigits) + after
  }

  /// Whether the policy may have made this number or may still make it.
  package func matches(_ number: String) -> Bool {
    // The stamp's digits stand for any: a character that no number holds keeps its places apart.
    let wildcard = Character("\u{1}")
    let stamp = String(dateStampFormat.shape.map { $0 == "0" ? wildcard : $0 })
    let (before, after) = affixes(stamp: stamp)
    let characters = Array(number)
    let digits = characters.count - before.count - after.count
    guard digits >= max(minimumDigits, 1) else { return false }
    func fits(_ part: ArraySlice<Character>, _ shape: String) -> Bool {
      zip(part, shape).allSatisfy { $1 == wildcard ? Self.isDigit($0) : $0 == $1 }
    }
    return fits(characters.prefix(before.count), before)
      && fits(characters.suffix(after.count), after)
      && characters.dropFirst(before.count).prefix(digits).allSatisfy(Self.isDigit)
  }

  /// What stands before and after the value. A stamp that the pattern has no place for stands directly before the value,
  /// with a hyphen: `INV-{SequenceValue}` with YYYY is `INV-2026-1`.
  private func affixes(stamp: String) -> (before: String, after: String) {
    let placed = Self.replacing(Self.stampPlace, with: stamp, in: pattern)
    let parts = Self.parts(of: placed ?? pattern, around: Self.valuePlace)
    let before = parts.first ?? ""
    let isMissing = placed == nil && !stamp.isEmpty
    return (isMissing ? before + stamp + "-" : before, parts.count > 1 ? parts[1] : "")
  }

  private static func replacing(
    _ place: String, with text: String, in pattern: String
  ) -> String? {
    let parts = parts(of: pattern, around: place)
    return parts.count == 2 ? parts[0] + text + parts[1] : nil
  }

  /// The text cut at every occurrence of a place.
  static func parts(of text: String, around place: String) -> [String] {
    var parts: [String] = [""]
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.hasPrefix(place) {
        parts.append("")
        rest = rest.dropFirst(place.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  package var fieldFaults: [FieldFault] {
    var faults: [FieldFault] = []
    let values = Self.parts(of: pattern, around: Self.valuePlace)
    let stamps = Self.parts(of: pattern, around: Self.stampPlace)
    let literal = values.joined().replacingPlace(Self.stampPlace)
    if values.count != 2 {
      faults.append(
        FieldFault(field: "pattern", sentence: "pattern must hold \(Self.valuePlace) exactly once.")
      )
    } else if stamps.count > 2 || literal.contains("{") || literal.contains("}") {
      faults.append(
        FieldFault(
          field: "pattern",
          sentence:
            "Besides \(Self.valuePlace), pattern may hold \(Self.stampPlace) once and no other braces."
        ))
    } else if stamps.count == 2, dateStampFormat == .none {
      faults.append(
        FieldFault(
          field: "dateStampFormat",
          sentence: "A pattern with \(Self.stampPlace) needs a dateStampFormat other than None."))
    }
    if startValue < 0 {
      faults.append(FieldFault(field: "startValue", sentence: "startValue must be 0 or more."))
    }
    if !(1...18).contains(minimumDigits) {
      faults.append(
        FieldFault(field: "minimumDigits", sentence: "minimumDigits must be from 1 to 18."))
    }
    return faults
  }
}

extension String {
  fileprivate func replacingPlace(_ place: String) -> String {
    SequencePolicy.parts(of: self, around: place).joined()
  }
}
