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
  /// Whether other invoices may name it as what took its place, or it them: those links go when it is taken back.
  package let isLinked: Bool

  package var changesLines: Bool { lines != .unchanged }

  /// What of the head is to be stored: what its acts change.
  package var head: HeadChange {
    var head = HeadChange.figures
    for act in acts { head = max(head, act.head) }
    return head
  }

  package init(
    _ invoice: Invoice, _ acts: [Act], previousBalance: Money, cause: RecordReference? = nil,
    lines: LineChange, isLinked: Bool = true
  ) {
    self.invoice = invoice
    self.acts = acts
    self.previousBalance = previousBalance
    self.cause = cause
    self.lines = lines
    self.isLinked = isLinked
  }

  /// What is to be stored besides the head. Each includes those before it.
  package enum LineChange: Int, Comparable, Sendable {
    case unchanged
    /// Whether they hold their periods.
    case states
    /// Their names, and how far their taxes are.
    case names
    /// Their taxes, and the invoice's instalments.
    case taxes

    package static func < (left: LineChange, right: LineChange) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// What is to be stored of the head: a database writes every index of a column that is set, whether its value changes or
  /// not. Each includes those before it.
  package enum HeadChange: Int, Comparable, Sendable {
    /// What is settled of it, what follows from that, and the version.
    case figures
    /// Its status, since when and why.
    case status
    case whole

    package static func < (left: HeadChange, right: HeadChange) -> Bool {
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

    fileprivate var head: HeadChange {
      switch self {
      case .converted, .writtenOff, .paid, .balanceChanged: .figures
      case .canceled, .voided: .status
      case .taxCalculated, .posted, .updated: .whole
      }
    }
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
