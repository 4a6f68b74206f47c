import Billing
import CivilTime
import Monetary
import Storage

/// A posting as a row of the exported ledger.
enum LedgerRow {
  static let columnNames = [
    "date", "entryType", "documentId", "documentNumber", "accountId", "accountName",
    "legalEntityId", "currency", "ledgerAccount", "taxCode", "debit", "credit",
  ]

  /// A row for each posting; one of debit and credit is empty.
  static func rows(of entry: JournalEntry, _ accounts: LedgerAccounts) -> [[ExportValue]] {
    let head: [ExportValue] = [
      .text(entry.date.description), .text(entry.kind.rawValue), .text(entry.documentId),
      entry.number.map { .text($0) } ?? .none, .text(entry.accountId.text),
      entry.accountName.map { .text($0) } ?? .none,
      entry.legalEntityId.map { .text($0.text) } ?? .none, .text(entry.currency.code),
    ]
    var rows: [[ExportValue]] = []
    for posting in entry.postings {
      let amount = posting.amount
      let sides: [ExportValue] =
        amount.isNegative
        ? [.none, .decimal(amount.negated.decimalText)] : [.decimal(amount.decimalText), .none]
      rows.append(
        head + [.text(accounts.name(of: posting.account)), posting.account.taxCode] + sides)
    }
    return rows
  }
}

extension JournalAccount {
  fileprivate var taxCode: ExportValue {
    if case .tax(let code) = self { .text(code) } else { .none }
  }
}
