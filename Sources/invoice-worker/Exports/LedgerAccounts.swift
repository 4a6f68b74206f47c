import Billing
import JSON

/// How the accounts of the ledger are called, by what is posted to them.
struct LedgerAccounts: Hashable, Sendable {
  private var names: [String: String] = [:]

  /// As they are called without a file that says otherwise.
  static let standard = LedgerAccounts()

  private static let defaults = [
    "receivable": "Assets:Receivable", "revenue": "Income:Revenue", "bank": "Assets:Bank",
    "writeOffs": "Expenses:Write-offs", "prepayments": "Liabilities:Prepayments",
    "rounding": "Income:Rounding", "thirdParties": "Liabilities:Third parties",
  ]

  /// Those that are for all codes or methods have no colon.
  static let keys = defaults.keys.sorted() + ["tax"]

  /// In characters.
  static let longestName = 200

  private init() {}

  /// Reads a JSON object: what is posted, and the account's name or number. `tax:CODE` is of one tax code, `bank:METHOD` of one
  /// method of payment.
  ///
  /// - Throws: a sentence on the first name that is none, and on what is no name.
  init(json bytes: [UInt8], of file: String) throws(CommandFailure) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument(reading: bytes).root
    } catch {
      throw .usage("\(file) is not JSON: \(error)")
    }
    guard case .object(let object) = value else {
      throw .usage(
        "\(file) is no JSON object; it must be one such as {\"receivable\": \"1400\", \"tax:S\": \"1776\"}"
      )
    }
    for member in object {
      try Self.check(member.name, in: file)
      guard case .string(let name) = member.value, Self.isName(name) else {
        throw .usage(
          "\(file): the account of \(member.name) must be a text of 1–\(Self.longestName) characters that does not begin with (, [, * or !, end with ) or ], begin or end with a space, or have a line break, a semicolon or two spaces in a row"
        )
      }
      names[member.name] = name
    }
  }

  func name(of account: JournalAccount) -> String {
    switch account {
    case .receivable: name("receivable")
    case .revenue: name("revenue")
    case .writeOffs: name("writeOffs")
    case .prepayments: name("prepayments")
    case .rounding: name("rounding")
    case .thirdParties: name("thirdParties")
    case .bank(let method): method.flatMap { names["bank:\($0)"] } ?? name("bank")
    case .tax(let code):
      names["tax:\(code)"] ?? names["tax"] ?? "Liabilities:Tax:\(Self.segment(code))"
    }
  }

  private func name(_ key: String) -> String { names[key] ?? Self.defaults[key] ?? key }

  private static func check(_ key: String, in file: String) throws(CommandFailure) {
    guard !keys.contains(key), !key.hasPrefix("tax:"), !key.hasPrefix("bank:") else { return }
    let meant = Suggestion.nearest(to: key, among: keys).map { "did you mean \($0)? There are" }
    throw .usage(
      "\(file): nothing is posted to \"\(key)\"; \(meant ?? "there are") \(keys.joined(separator: ", ")), tax:CODE and bank:METHOD"
    )
  }

  /// What every reader of a journal takes for one name.
  private static func isName(_ text: String) -> Bool {
    guard (1...longestName).contains(text.count), let first = text.first, let last = text.last
    else { return false }
    return segment(text) == text && !"([*!".contains(first) && !")]".contains(last)
  }

  /// A text as a part of a name: two blanks would end it, a semicolon begin a comment.
  private static func segment(_ text: String) -> String {
    var segment = ""
    for scalar in text.unicodeScalars {
      let isBlank = scalar.properties.isWhitespace
      if isBlank, segment.isEmpty || segment.last == " " { continue }
      let isSpecial = scalar == ";" || scalar.properties.generalCategory == .control
      segment.unicodeScalars.append(isBlank ? " " : isSpecial ? "-" : scalar)
    }
    while segment.last == " " { segment.removeLast() }
    return segment
  }
}
