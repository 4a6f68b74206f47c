package import CivilTime
package import Monetary

/// How a document or an e-mail writes numbers and dates, by its language and region (<doc:Documents#Numbers-and-dates>). A small
/// table of the product's own: the same on every machine, whatever is installed there.
package struct DocumentLocale: Hashable, Sendable {
  /// The languages that the table knows; every other is written as English.
  package enum Language: String, Hashable, Sendable, CaseIterable {
    case danish = "da"
    case german = "de"
    case english = "en"
    case spanish = "es"
    case finnish = "fi"
    case french = "fr"
    case italian = "it"
    case norwegian = "nb"
    case dutch = "nl"
    case polish = "pl"
    case portuguese = "pt"
    case swedish = "sv"
  }

  package let language: Language
  /// Two capitals; nil where the tag names none.
  package let region: String?

  /// - Parameter tag: BCP 47 (`de-CH`); nil is English.
  package init(_ tag: String?) {
    let parts = (tag ?? "").split { $0 == "-" || $0 == "_" }
    let code = parts.first?.lowercased() ?? ""
    // Norwegian, written in either of its forms, has the numbers and dates of Bokmål.
    language = code == "no" || code == "nn" ? .norwegian : Language(rawValue: code) ?? .english
    region = parts.dropFirst().first { $0.utf8.count == 2 }?.uppercased()
  }

  /// For the `lang` attribute of a page: `de`, `de-CH`.
  package var tag: String { region.map { "\(language.rawValue)-\($0)" } ?? language.rawValue }

  // MARK: Numbers

  /// An amount in its currency's digits, without the currency: `1,548.39`, `1.548,39`.
  package func text(_ money: Money) -> String { grouped(money.decimalText) }

  /// The same with the currency's code after it, which never breaks from it.
  package func textWithCurrency(_ money: Money) -> String {
    "\(text(money))\u{A0}\(money.currency.code)"
  }

  /// A quantity, a price or a rate, in as many digits as it has: `1,000.5`, `0,25`.
  package func text(_ decimal: ExactDecimal) -> String { grouped(decimal.description) }

  /// A price, with as many digits after the point as an amount of its currency at least: `9.50`, `0.0125`.
  package func text(_ price: ExactDecimal, atLeast digits: Int) -> String {
    let missing = digits - Int(price.scale)
    guard missing > 0 else { return text(price) }
    let zeros = String(repeating: "0", count: missing)
    return grouped(price.description + (price.scale == 0 ? "." : "") + zeros)
  }

  /// Plain are digits with an optional minus and point.
  private func grouped(_ plain: String) -> String {
    let isNegative = plain.utf8.first == UInt8(ascii: "-")
    let magnitude = isNegative ? plain.dropFirst() : plain[...]
    let parts = magnitude.split(separator: ".", maxSplits: 1)
    let integer = parts.first ?? "0"
    var text = isNegative ? "-" : ""
    let count = integer.utf8.count
    if count <= largestUngrouped {
      text += integer
    } else {
      for (index, digit) in integer.enumerated() {
        if index > 0, (count - index).isMultiple(of: 3) { text += groupSeparator }
        text.append(digit)
      }
    }
    if parts.count > 1 { text += decimalSeparator + parts[1] }
    return text
  }

  /// How many digits stand together without a separator.
  private var largestUngrouped: Int {
    switch language {
    case .spanish, .polish: 4
    case .portuguese: region == "BR" ? 3 : 4
    default: 3
    }
  }

  private var decimalSeparator: String {
    switch language {
    case .english: "."
    case .german, .italian, .french: usesSwissNumbers ? "." : ","
    case .spanish: usesPoint ? "." : ","
    default: ","
    }
  }

  private var groupSeparator: String {
    switch language {
    case .english: ","
    case .german where region == "AT": "\u{A0}"
    case .german, .italian: usesSwissNumbers ? "\u{2019}" : "."
    case .french: usesSwissNumbers ? "\u{2019}" : "\u{202F}"
    case .spanish: usesPoint ? "," : "."
    case .dutch, .danish: "."
    case .portuguese: region == "BR" ? "." : "\u{A0}"
    case .finnish, .norwegian, .polish, .swedish: "\u{A0}"
    }
  }

  private var usesSwissNumbers: Bool { region == "CH" || region == "LI" }

  /// Spanish of North and Central America writes numbers as English does.
  private var usesPoint: Bool {
    guard let region else { return false }
    return ["MX", "US", "GT", "HN", "NI", "PA", "SV", "DO", "PE", "PR"].contains(region)
  }

  // MARK: Dates

  /// The day as people of the locale write it; in English with the month's name, for the order of numbers differs there.
  package func text(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch language {
    case .english:
      let name = Self.englishMonths[month - 1]
      return region == nil || region == "US" ? "\(name) \(day), \(year)" : "\(day) \(name) \(year)"
    case .danish, .german, .norwegian, .polish:
      return "\(padded(day)).\(padded(month)).\(year)"
    case .finnish: return "\(day).\(month).\(year)"
    case .dutch: return "\(padded(day))-\(padded(month))-\(year)"
    case .swedish: return "\(year)-\(padded(month))-\(padded(day))"
    case .french where usesSwissNumbers, .italian where usesSwissNumbers:
      return "\(padded(day)).\(padded(month)).\(year)"
    case .french where region == "CA": return "\(year)-\(padded(month))-\(padded(day))"
    case .spanish, .french, .italian, .portuguese:
      return "\(padded(day))/\(padded(month))/\(year)"
    }
  }

  private static let englishMonths = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
