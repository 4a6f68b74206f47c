import Billing
import CivilTime
import Monetary
import Worker

/// Entries as hledger, and other programs for plain text accounting, read them. What they name is declared before it is named
/// first, so that a strict check accepts the journal and accounts of any name stand in the right report.
struct HledgerJournal {
  private let accounts: LedgerAccounts
  private var declaredAccounts: Set<String> = []
  private var declaredCurrencies: Set<Currency> = []

  /// Before the first entry: an amount of three digits after the point is none of thousands.
  static let beginning = "decimal-mark .\n"

  init(_ accounts: LedgerAccounts) { self.accounts = accounts }

  /// The next part of the journal: an empty line, and the entry after what it is the first to name.
  mutating func text(of entry: JournalEntry) -> String {
    let number = entry.number ?? entry.documentId
    var text = "\n\(declarations(of: entry))"
    text += "\(entry.date) (\(Self.code(number))) "
    text += "\(Self.line(entry.accountName ?? entry.accountId.text))\n"
    text += "    ; entryType: \(entry.kind.rawValue), documentId: \(Self.tag(entry.documentId))"
    text += ", accountId: \(Self.tag(entry.accountId.text))"
    if let id = entry.legalEntityId { text += ", legalEntityId: \(Self.tag(id.text))" }
    text += "\n"
    for posting in entry.postings {
      text += "    \(accounts.name(of: posting.account))"
      text += "  \(entry.currency.code) \(posting.amount.decimalText)\n"
    }
    return text
  }

  private mutating func declarations(of entry: JournalEntry) -> String {
    var text = ""
    if declaredCurrencies.insert(entry.currency).inserted {
      text += "commodity \(entry.currency.code) \(Self.sample(in: entry.currency))\n"
    }
    for posting in entry.postings {
      let name = accounts.name(of: posting.account)
      guard declaredAccounts.insert(name).inserted else { continue }
      text += "account \(name)  ; type: \(Self.type(of: posting.account))\n"
    }
    return text.isEmpty ? "" : "\(text)\n"
  }

  /// Says how many digits follow the point, which has to be there.
  private static func sample(in currency: Currency) -> String {
    let zero = Money.zero(currency).decimalText
    return zero.contains(".") ? "1000\(zero.dropFirst())" : "1000."
  }

  /// Asset, cash, liability, revenue or expense.
  private static func type(of account: JournalAccount) -> String {
    switch account {
    case .receivable: "A"
    case .bank: "C"
    case .tax, .prepayments, .thirdParties: "L"
    case .revenue, .rounding: "R"
    case .writeOffs: "X"
    }
  }

  /// Parentheses end it.
  private static func code(_ text: String) -> String {
    String(line(text).map { "()".contains($0) ? "-" : $0 })
  }

  /// A comma ends it.
  private static func tag(_ text: String) -> String {
    String(line(text).map { $0 == "," ? "-" : $0 })
  }

  /// A semicolon begins a comment, a bar ends a payee.
  private static func line(_ text: String) -> String {
    String(PrintableText.escaping(text).map { ";|".contains($0) ? "-" : $0 })
  }
}
