package import Monetary

/// A stored invoice that a request changed: what it is now, and what happened to it. Events and the timeline follow from it.
package struct InvoiceChange: Hashable, Sendable {
  /// Whole where ``changesLines``; else maybe its head alone.
  package var invoice: Invoice
  /// In the order in which they happened.
  package var acts: [Act]
  package let previousBalance: Money
  /// What moved the balance: the source of an application, or the memo; nil where nothing did.
  package var cause: RecordReference?
  package let lines: LineChange

  package var changesLines: Bool { lines != .unchanged }

  package init(
    _ invoice: Invoice, _ acts: [Act], previousBalance: Money, cause: RecordReference? = nil,
    lines: LineChange
  ) {
    self.invoice = invoice
    self.acts = acts
    self.previousBalance = previousBalance
    self.cause = cause
    self.lines = lines
  }

  /// What is to be stored besides the head. Each includes those before it.
  package enum LineChange: Int, Comparable, Sendable {
    case unchanged
    /// The lines' names and states, and whether they hold their periods.
    case states
    /// Their taxes, and the invoice's instalments.
    case taxes

    package static func < (left: LineChange, right: LineChange) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  package enum Act: Hashable, Sendable {
    case taxCalculated
    case posted
    case canceled
    case voided(CreditMemo.ID)
    case updated([FieldChange])
    case converted(CreditMemo.ID)
    case writtenOff(CreditMemo.ID)
    /// Its balance became 0 by an application or a write-off, not by a void.
    case paid(by: LedgerSource)
    /// Its balance moved and did not become 0.
    case balanceChanged
  }

  /// A member that an update set.
  package struct FieldChange: Hashable, Sendable {
    package let field: String
    package let from: String?
    package let to: String?

    package init(field: String, from: String?, to: String?) {
      self.field = field
      self.from = from
      self.to = to
    }
  }
}
