import Billing
import Monetary
import Storage

/// Sums open documents up, account by account and currency by currency, as they come in that order: what is in memory is one
/// row and a sum for each currency.
struct AgingFigures {
  private let selection: AgingSelection
  private let emit: (AgingRow) -> Void
  private var open: (id: Account.ID, name: String?, sums: AgingSums)?
  private var totals: [String: AgingSums] = [:]
  private(set) var isOverflown = false

  init(_ selection: AgingSelection, emit: @escaping (AgingRow) -> Void) {
    self.selection = selection
    self.emit = emit
  }

  mutating func add(_ document: AgedDocument) {
    let isSame = open.map {
      $0.id == document.accountId && $0.sums.currency == document.currency
    }
    if isSame != true { end() }
    if open == nil {
      open = (document.accountId, document.accountName, AgingSums(document.currency))
    }
    open?.sums.add(document, asOf: selection.asOf)
  }

  /// Ends the last row; the rows of sums, by currency.
  mutating func finish() -> [AgingRow] {
    end()
    return totals.sorted { $0.key < $1.key }.compactMap { row("", nil, $0.value) }
  }

  private mutating func end() {
    guard let ended = open else { return }
    open = nil
    guard !ended.sums.isZero else { return }
    totals[ended.sums.currency.code, default: AgingSums(ended.sums.currency)].add(ended.sums)
    if let row = row(ended.id.text, ended.name, ended.sums) { emit(row) }
  }

  private mutating func row(_ id: String, _ name: String?, _ sums: AgingSums) -> AgingRow? {
    do {
      return try AgingRow(accountId: id, accountName: name, sums)
    } catch {
      isOverflown = true
      return nil
    }
  }
}
