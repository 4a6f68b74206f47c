import Billing
import CivilTime
import Monetary
import Worker

/// An entry as hledger, and other programs for plain text accounting, read it.
enum HledgerEntry {
  /// Before the first entry: an amount of three digits after the point is none of thousands.
  static let beginning = "decimal-mark .\n"

  static func text(_ entry: JournalEntry, _ accounts: LedgerAccounts) -> String {
    let number = entry.number ?? entry.documentId
    var text =
      "\n\(entry.date) (\(code(number))) \(line(entry.accountName ?? entry.accountId.text))\n"
    text += "    ; entryType: \(entry.kind.rawValue), documentId: \(tag(entry.documentId))"
    text += ", accountId: \(tag(entry.accountId.text))"
    if let id = entry.legalEntityId { text += ", legalEntityId: \(tag(id.text))" }
    text += "\n"
    for posting in entry.postings {
      text += "    \(accounts.name(of: posting.account))"
      text += "  \(entry.currency.code) \(posting.amount.decimalText)\n"
    }
    return text
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
