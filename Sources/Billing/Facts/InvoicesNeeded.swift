/// Stored invoices that a request changes, their accounts locked.
package struct InvoicesNeeded: Hashable, Sendable {
  package var ids: Set<Invoice.ID> = []
  /// Those of which the head is enough: without lines, taxes, addresses of ingested ones.
  package var heads: Set<Invoice.ID> = []
  /// Those that a request may take back, for each such request: also what they bill, and which invoices bill later periods
  /// of the same schedules. Of a request whose invoices have more lines than one may have, only how many.
  package var takenBack: [Set<Invoice.ID>] = []

  /// Those that a request posts, for each such request: whole, with their payment terms and debit memos, every sequence
  /// policy, and the open memos and unapplied payments of their accounts that settle invoices when they are posted. Of a
  /// request whose invoices have more lines than one may have, only how many (``WorkingSet/lineCounts``).
  package var posted: [Set<Invoice.ID>] = []

  /// Those of which a request credits lines, for each such request: whole, without what is behind their lines. Of a request
  /// whose invoices have more lines than one may have, only how many.
  package var credited: [Set<Invoice.ID>] = []
  /// Of these the ones whose credit is taxed by what decides the line's tax: their schedules, treatments and addresses, too.
  package var creditedByRates: Set<Invoice.ID> = []

  /// Those that a request sends by e-mail, for each such request: whole, with what the e-mail names besides: its contact, its legal
  /// entity, and their templates. Of a request whose invoices have more lines than one may have, only how many.
  package var emailed: [Set<Invoice.ID>] = []
  /// Those of which a request tells lines and changes nothing, for each such request: whole, without what is behind them. Of a
  /// request whose invoices have more lines than one may have, only how many.
  package var told: [Set<Invoice.ID>] = []

  package init() {}

  /// Whatever is named.
  package var all: Set<Invoice.ID> { ids.union(heads).union(counted) }

  /// Those whose lines are counted before they are loaded.
  package var counted: Set<Invoice.ID> {
    (takenBack + posted + credited + told + emailed).reduce(into: []) { $0.formUnion($1) }
  }

  package mutating func formUnion(_ other: InvoicesNeeded) {
    ids.formUnion(other.ids)
    heads.formUnion(other.heads)
    takenBack += other.takenBack
    posted += other.posted
    credited += other.credited
    told += other.told
    creditedByRates.formUnion(other.creditedByRates)
    emailed += other.emailed
  }
}
